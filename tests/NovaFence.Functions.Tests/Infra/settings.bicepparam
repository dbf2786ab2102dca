// Every setting the app can be given, so that all of them can be held against the options.
using 'modules/settings.bicep'

var pin = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'

param cloudSettings = {
  authUrl: 'https://keystone.example.org:5000/v3'
  applicationCredentialId: '0123456789abcdef0123456789abcdef'
  region: 'RegionOne'
  interface: 'internal'
  caCert: 'cloud-ca.pem'
}
param routes = [
  { name: 'hosts', receiver: 'alertmanager', match: ['alertname="HostDown"', 'severity=~"critical|page"'], evidence: 'asserted', release: 'immediately', contradiction: 'ignore', formerNames: ['route 0', 'compute'] }
  { name: 'incidents', receiver: 'pagerduty', match: ['*'], evidence: 'label:fenced="true"', release: 'manually' }
  { name: 'dashboards', receiver: 'grafana', match: ['*'], evidence: 'label:fenced="true"' }
  { name: 'zabbix', receiver: 'zabbix', match: ['*'], evidence: 'asserted' }
  { name: 'alerta', receiver: 'alerta', match: ['*'], evidence: 'label:fenced="true"' }
  { name: 'off', receiver: 'alertmanager', match: ['alertname="HostOff"'], evidence: 'power:off', powerOff: false }
  { name: 'dead', receiver: 'alertmanager', match: ['alertname="HostDead"'], evidence: 'any(corroborated:2, prometheus:"up{job=\'ipmi\',host=\'{host}\'} == 0")', powerOff: true }
]
param mode = 'observe'
param hostLabels = ['hypervisor', 'host']
param hostDomains = ['example.org', 'example.net']
param pagerDutyPattern = '^(?<host>compute[0-9]+) is down$'
param reportInterval = '00:01:00'
param budgetMaxHosts = 3
param budgetMaxShare = '0.2'
param auditSchedule = '0 * * * * *'
param grafanaTimestampHeader = 'X-Grafana-Alerting-Timestamp'
param genericReceivers = [
  {
    name: 'zabbix'
    proof: 'signature'
    signatureHeader: 'X-Zabbix-Signature'
    timestampHeader: 'X-Zabbix-Timestamp'
    pointers: { list: '/alerts', key: '/id', host: '/host', status: '/value', time: '/time', labels: '/tags' }
    firing: ['1', 'PROBLEM']
    resolved: ['0']
  }
  {
    name: 'alerta'
    proof: 'token'
    pointers: { key: '/id', host: '/resource', status: '/status', time: '/time' }
    firing: ['open']
    resolved: ['closed', 'ok']
  }
]
param notify = [
  { name: 'ops', format: 'slack' }
  { name: 'runbooks' }
]
param publicUrl = 'https://novafence.example.org'
param powerPattern = 'https://{host}-bmc.example.org'
param powerNetworks = ['10.20.0.0/16', '10.21.0.0/24']
param powerGroups = [
  { name: 'rack', user: 'novafence', certificateSha256: ['${pin}', '00${substring(pin, 2)}'] }
  { name: 'blades', user: 'reader', caFile: 'bmc-ca.pem', systemTrust: false }
  { name: 'edge', user: 'reader', systemTrust: true }
]
param powerHosts = [
  { host: 'compute1', group: 'rack', serial: 'CZJ1234ABC', uuid: '38947555-7742-3448-3784-823347823834' }
  { host: 'compute2', url: 'https://10.20.4.2:8443', group: 'blades' }
]
param powerAllowOff = true
param powerReadWithin = '00:00:05'
param powerChassis = true
param prometheusUrl = 'https://prometheus.example.org/prometheus'
param prometheusCaFile = 'prometheus-ca.pem'
param ledgerEndpoint = 'https://stnovafence.table.core.windows.net/'
param identityClientId = '00000000-0000-0000-0000-000000000001'
param vaultUri = 'https://kv-novafence.vault.azure.net/'
param present = { alertmanagerNext: true, pagerduty: true, pagerdutyNext: true, grafana: true, grafanaNext: true, grafanaToken: true, grafanaTokenNext: true, generic: ['zabbix', 'alerta'], genericNext: ['zabbix', 'alerta'], notify: ['runbooks'], notifyNext: ['runbooks'], prometheus: true, operatorNext: true, reader: true }
