// Every setting the app can be given, so that all of them can be held against the options.
using 'modules/settings.bicep'

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
]
param mode = 'observe'
param hostLabels = ['hypervisor', 'host']
param hostDomains = ['example.org', 'example.net']
param pagerDutyPattern = '^(?<host>compute[0-9]+) is down$'
param reportInterval = '00:01:00'
param budgetMaxHosts = 3
param budgetMaxShare = '0.2'
param auditSchedule = '0 * * * * *'
param ledgerEndpoint = 'https://stnovafence.table.core.windows.net/'
param identityClientId = '00000000-0000-0000-0000-000000000001'
param vaultUri = 'https://kv-novafence.vault.azure.net/'
param present = { alertmanagerNext: true, pagerduty: true, pagerdutyNext: true, operatorNext: true, reader: true }
