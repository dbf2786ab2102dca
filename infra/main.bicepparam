// An installation's parameters. Change what is yours; secrets come from the environment ('azd env set NAME value') and stand in no file.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')

param cloudSettings = {
  authUrl: readEnvironmentVariable('NOVAFENCE_CLOUD_AUTH_URL')
  applicationCredentialId: readEnvironmentVariable('NOVAFENCE_CLOUD_CREDENTIAL_ID')
  region: readEnvironmentVariable('NOVAFENCE_CLOUD_REGION', '')
  interface: 'public'
  caCert: ''
}

// An alert that does not say that its host is fenced is held. 'asserted' instead: you vouch that these alerts come only after fencing.
param routes = [
  {
    name: 'hosts'
    receiver: 'alertmanager'
    match: ['alertname="HostDown"']
    evidence: 'label:fenced="true"'
    release: 'whenHealthy'
  }
]
param hostLabels = ['host']
param mode = readEnvironmentVariable('NOVAFENCE_MODE', 'observe')

param cloudSecret = readEnvironmentVariable('NOVAFENCE_CLOUD_SECRET')
param alertmanagerToken = readEnvironmentVariable('NOVAFENCE_ALERTMANAGER_TOKEN')
param alertmanagerTokenNext = readEnvironmentVariable('NOVAFENCE_ALERTMANAGER_TOKEN_NEXT', '')
param pagerDutySecret = readEnvironmentVariable('NOVAFENCE_PAGERDUTY_SECRET', '')
param pagerDutySecretNext = readEnvironmentVariable('NOVAFENCE_PAGERDUTY_SECRET_NEXT', '')
param grafanaSecret = readEnvironmentVariable('NOVAFENCE_GRAFANA_SECRET', '')
param grafanaSecretNext = readEnvironmentVariable('NOVAFENCE_GRAFANA_SECRET_NEXT', '')
param grafanaToken = readEnvironmentVariable('NOVAFENCE_GRAFANA_TOKEN', '')
param grafanaTokenNext = readEnvironmentVariable('NOVAFENCE_GRAFANA_TOKEN_NEXT', '')
param grafanaTimestampHeader = ''
param operatorToken = readEnvironmentVariable('NOVAFENCE_OPERATOR_TOKEN')
param operatorTokenNext = readEnvironmentVariable('NOVAFENCE_OPERATOR_TOKEN_NEXT', '')
param readerToken = readEnvironmentVariable('NOVAFENCE_READER_TOKEN', '')

// Zabbix, for instance; see docs/deploy-azure.md, and docs/generic.md for what the pointers mean.
param genericReceivers = []
param genericSecrets = {}
param genericSecretsNext = {}

// A Slack channel or a program, for instance; see docs/deploy-azure.md, and docs/notifications.md for what they are told.
param notify = []
param notifyUrls = {}
param notifySecrets = {}
param notifySecretsNext = {}
param publicUrl = readEnvironmentVariable('NOVAFENCE_PUBLIC_URL', '')

// BMCs, for evidence that asks whether the machine is off, and a Prometheus; see docs/deploy-azure.md, and docs/power.md for what they are asked.
param powerPattern = ''
param powerNetworks = []
param powerGroups = []
param powerHosts = []
param powerAllowOff = false
param powerReadWithin = ''
param powerChassis = false
param powerPasswords = {}
param prometheusUrl = readEnvironmentVariable('NOVAFENCE_PROMETHEUS_URL', '')
param prometheusCaFile = ''
param prometheusToken = readEnvironmentVariable('NOVAFENCE_PROMETHEUS_TOKEN', '')

param privateNetwork = true
param networkAddresses = '10.71.0.0/24'
param dnsServers = []
param alertEmail = readEnvironmentVariable('NOVAFENCE_ALERT_EMAIL', '')
