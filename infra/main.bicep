// NovaFence on Azure Functions, Flex Consumption. Everything is reached by the app's identity; no resource here takes a key.
targetScope = 'subscription'

import { bmcGroup, bmcHost, cloud, generic, notified, route, zones } from 'types.bicep'

@minLength(1)
@maxLength(40)
@description('The name of this installation: azd\'s environment. Every resource\'s name is made of it.')
param environmentName string

@minLength(1)
@description('The region of everything. Near the cloud: the way to Nova is most of a force-down\'s time.')
@metadata({ azd: { type: 'location' } })
param location string

@description('The cloud whose hosts are watched.')
param cloudSettings cloud

@description('The routes, in order. Without a route no alert does anything.')
param routes route[]

@description('observe decides and records but sends Nova nothing, which is how a new installation should begin; fence acts.')
@allowed(['observe', 'fence'])
param mode string = 'observe'

@description('The labels that name the compute host, in order of preference: the first that an alert has decides. Empty: the label host.')
param hostLabels string[] = []

@description('The domains, without a dot in front, in which a full and a short name mean the same host. Empty: only the name counts that Nova has.')
param hostDomains string[] = []

@description('A regular expression with a group "host", which finds the host in what PagerDuty sends. Empty: a field that is one word is a name.')
param pagerDutyPattern string = ''

@description('Nova\'s report_interval of this cloud as hh:mm:ss, where it is not 10 s. No API tells it; too short, a living host is not seen to live.')
param reportInterval string = ''

@description('Most hosts that NovaFence may hold down or be forcing down at once.')
@minValue(1)
@maxValue(1000)
param budgetMaxHosts int = 3

@description('The share of all hosts that may be forced down and enabled, whoever forced them down: above 0 and up to 1. A string, because Bicep has no fractions.')
param budgetMaxShare string = '0.2'

@description('When the audit runs: NCRONTAB with seconds, UTC. The alert on a silent timer expects it at least every five minutes.')
param auditSchedule string = '0 * * * * *'

@secure()
@minLength(8)
@description('The secret of the application credential.')
param cloudSecret string

@secure()
@minLength(16)
@description('The bearer token that Alertmanager sends.')
param alertmanagerToken string

@secure()
@description('The next one, valid beside it while the senders change over. Empty: none.')
param alertmanagerTokenNext string = ''

@secure()
@description('The signing secret of PagerDuty\'s webhook subscription. Empty: PagerDuty\'s receiver is off.')
param pagerDutySecret string = ''

@secure()
@description('The secret of a second subscription, while one takes the other\'s place. Empty: none.')
param pagerDutySecretNext string = ''

@secure()
@description('The secret of the HMAC signature of Grafana\'s contact point. Empty, and no token either: Grafana\'s receiver is off.')
param grafanaSecret string = ''

@secure()
@description('The next one, valid beside it while Grafana changes over. Empty: none.')
param grafanaSecretNext string = ''

@secure()
@description('The bearer token of Grafana\'s contact point, where it does not sign. Empty: none.')
param grafanaToken string = ''

@secure()
@description('The next one, valid beside it while Grafana changes over. Empty: none.')
param grafanaTokenNext string = ''

@description('The timestamp header that the contact point\'s HMAC signature names, so that a captured delivery cannot be sent again later. Empty: only the body is signed.')
param grafanaTimestampHeader string = ''

@description('Receivers of other senders\' JSON, such as Zabbix\'.')
param genericReceivers generic[] = []

@secure()
@description('The secrets of these by their names, each of 32 characters or more.')
param genericSecrets object = {}

@secure()
@description('The next ones, valid beside them while their senders change over.')
param genericSecretsNext object = {}

@description('Who is told what NovaFence does, such as a Slack channel; see docs/notifications.md.')
param notify notified[] = []

@secure()
@description('The addresses of these by their names, https. Secrets: whoever has Slack\'s may post there.')
param notifyUrls object = {}

@secure()
@description('What CloudEvents are signed with by the receivers\' names: whsec_ and the Base64 of 24 to 64 bytes.')
param notifySecrets object = {}

@secure()
@description('The next ones, which sign beside them while the receivers change over.')
param notifySecretsNext object = {}

@description('Where people reach the page: links in notifications begin so. Empty: there are no links.')
param publicUrl string = ''

@description('The address of the BMC of each host that has no url of its own, such as https://{host}-bmc.example.com. Empty: each has one. See docs/power.md.')
param powerPattern string = ''

@description('The networks that BMCs are in, such as 10.20.0.0/16. Required where there are BMCs; nothing outside is connected to.')
param powerNetworks string[] = []

@description('How BMCs are signed in to, and what their certificates are verified by.')
param powerGroups bmcGroup[] = []

@description('The hosts whose BMCs are asked for power. Empty: nobody is asked.')
param powerHosts bmcHost[] = []

@description('Whether machines may be switched off for alerts of routes with powerOff. false: such a route stops the start.')
param powerAllowOff bool = false

@description('How long one read of a BMC may take, as hh:mm:ss from 00:00:01 to 00:01:00, where it is not 10 s. What has not answered by then is read as unreachable.')
param powerReadWithin string = ''

@description('Whether the chassis must say Off as well, before a machine\'s Off is believed. On many machines it holds standby power and never does.')
param powerChassis bool = false

@secure()
@description('The passwords on the BMCs by the groups\' names.')
param powerPasswords object = {}

@description('The Prometheus of evidence prometheus:"…": https where it wants a token. Empty: no such evidence is met.')
param prometheusUrl string = ''

@description('The certificate authorities that sign its certificate: a PEM file deployed with the app, such as prometheus-ca.pem. Empty: the system\'s.')
param prometheusCaFile string = ''

@secure()
@description('The bearer token that it is shown. Empty: none.')
param prometheusToken string = ''

@secure()
@minLength(16)
@description('The token that may command: force down, unset, audit.')
param operatorToken string

@secure()
@description('The next one, valid beside it while operators change over. Empty: none.')
param operatorTokenNext string = ''

@secure()
@description('A token that may only read. Empty: only operators read.')
param readerToken string = ''

@description('Puts the app into a network of its own and storage and vault behind private endpoints. The usual case, because a cloud\'s API is private; false only for one that is public.')
param privateNetwork bool = true

@description('That network\'s addresses, /25 or larger: the app\'s subnet is a quarter of it, and takes a /27. It must not overlap what it is connected to.')
param networkAddresses string = '10.71.0.0/24'

@description('A subnet of yours for the app, by its resource id: delegated to Microsoft.App/environments, /27 or larger, and no underscore in its name. Empty: a network is made.')
param appSubnetId string = ''

@description('With a subnet of yours for the app: one in the same network for the private endpoints of storage and vault. Empty: no endpoints are made, and the app must reach both by ones of yours.')
param endpointSubnetId string = ''

@description('Private DNS zones of yours for these endpoints.')
param privateDnsZones zones = {}

@description('DNS servers that know the cloud\'s names. They must forward *.core.windows.net and *.vault.azure.net to 168.63.129.16. Empty: Azure\'s own.')
param dnsServers string[] = []

@description('The addresses (CIDR) that may reach the app at all, such as Alertmanager\'s and PagerDuty\'s. Empty: any, and keys, tokens and signatures alone decide.')
param allowedAddresses string[] = []

@description('Instances that always run, for the webhooks. PagerDuty waits 5 s for an answer and a cold start takes most of them; a running one also keeps its Keystone token warm. 0 saves their price and risks the first alert of the night.')
@minValue(0)
@maxValue(20)
param alwaysReady int = 1

@description('Instances that always run for the audit\'s timer. With none an instance is started for each audit, and what waits for one waits some seconds longer.')
@minValue(0)
@maxValue(20)
param timerAlwaysReady int = 0

@description('Requests that one instance takes at once, before another is started. 0: what Azure takes by the instance\'s memory (16 with 2048 MB).')
@minValue(0)
@maxValue(1000)
param perInstanceConcurrency int = 0

@description('What becomes of running instances when code or a setting changes. Recreate: all end at once. RollingUpdate (a preview): one after the other.')
@allowed(['Recreate', 'RollingUpdate'])
param updateStrategy string = 'Recreate'

@description('Spreads the instances over the region\'s zones. Azure then keeps two always-ready instances or more for the webhooks, and as many for the timer, and bills them.')
param zoneRedundant bool = false

@description('An instance\'s memory. 512 has a quarter of a core and starts slowly.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances. Any number agree through the ledger.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('How the ledger is kept: in three zones, or in one building where the region has no zones.')
@allowed(['Standard_ZRS', 'Standard_LRS'])
param storageSku string = 'Standard_ZRS'

@description('Puts the ledger into an account of its own, locked against deletion. An installation that has run without starts with an empty ledger there: do it first.')
param ledgerAccount bool = false

@description('Asks from outside whether NovaFence is ready, and says so when it is not. Who asks also starts an audit that is overdue.')
param availabilityTest bool = true

@description('From where it asks: each every five minutes.')
@minLength(1)
param availabilityLocations string[] = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'emea-se-sto-edge', 'us-va-ash-azr', 'apac-sg-sin-azr']

@description('Sends to the workspace who read a secret, who wrote in the ledger\'s tables, and the host\'s own log.')
param diagnosticSettings bool = true

@description('Where OpenTelemetry is sent to beside Application Insights, such as http://collector.example.org:4317. Empty: nowhere.')
param otlpEndpoint string = ''

@description('Whom Azure Monitor tells of holds, findings and failures. Empty: the alerts only show in the portal.')
param alertEmail string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var workspaceId = diagnosticSettings ? telemetry.outputs.workspaceId : ''
var genericNames = map(genericReceivers, one => one.name)
var notifiedNames = map(notify, one => one.name)
var signedNames = map(filter(notify, one => one.?format != 'slack'), one => one.name)
var bmcGroupNames = map(powerGroups, one => one.name)
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-novafence-${token}'
    location: location
    tags: tags
  }
}

module telemetry 'modules/telemetry.bicep' = {
  scope: group
  params: {
    name: 'novafence-${token}'
    location: location
    tags: tags
    publisherPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'stnovafence${token}'
    location: location
    tags: tags
    sku: storageSku
    public: !privateNetwork
    appPrincipalId: identity.outputs.principalId
    workspaceId: workspaceId
  }
}

module ledger 'modules/ledger.bicep' = if (ledgerAccount) {
  scope: group
  params: {
    name: 'stledger${token}'
    location: location
    tags: tags
    sku: storageSku
    public: !privateNetwork
    appPrincipalId: identity.outputs.principalId
    workspaceId: workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    public: !privateNetwork
    appPrincipalId: identity.outputs.principalId
    workspaceId: workspaceId
    genericNames: genericNames
    notifiedNames: notifiedNames
    signedNames: signedNames
    bmcGroupNames: bmcGroupNames
    secrets: union(
      {
        cloud: cloudSecret
        alertmanager: alertmanagerToken
        alertmanagerNext: alertmanagerTokenNext
        pagerduty: pagerDutySecret
        pagerdutyNext: pagerDutySecretNext
        grafana: grafanaSecret
        grafanaNext: grafanaSecretNext
        grafanaToken: grafanaToken
        grafanaTokenNext: grafanaTokenNext
        prometheus: prometheusToken
        operator: operatorToken
        operatorNext: operatorTokenNext
        reader: readerToken
      },
      toObject(genericNames, name => 'generic-${name}', name => genericSecrets[?name] ?? ''),
      toObject(genericNames, name => 'genericNext-${name}', name => genericSecretsNext[?name] ?? ''),
      toObject(notifiedNames, name => 'notifyUrl-${name}', name => notifyUrls[?name] ?? ''),
      toObject(signedNames, name => 'notify-${name}', name => notifySecrets[?name] ?? ''),
      toObject(signedNames, name => 'notifyNext-${name}', name => notifySecretsNext[?name] ?? ''),
      toObject(bmcGroupNames, name => 'power-${name}', name => powerPasswords[?name] ?? '')
    )
  }
}

module network 'modules/network.bicep' = if (privateNetwork && empty(appSubnetId)) {
  scope: group
  params: {
    name: 'vnet-novafence-${token}'
    location: location
    tags: tags
    addresses: networkAddresses
    dnsServers: dnsServers
  }
}

module endpoints 'modules/endpoints.bicep' = if (privateNetwork && (empty(appSubnetId) || !empty(endpointSubnetId))) {
  scope: group
  params: {
    name: 'vnet-novafence-${token}'
    location: location
    tags: tags
    subnetId: empty(appSubnetId) ? network!.outputs.endpointSubnetId : endpointSubnetId
    zoneIds: privateDnsZones
    storageAccountId: storage.outputs.id
    vaultId: vault.outputs.id
    hasLedgerAccount: ledgerAccount
    ledgerAccountId: ledgerAccount ? ledger!.outputs.id : ''
  }
}

module settings 'modules/settings.bicep' = {
  scope: group
  params: {
    cloudSettings: cloudSettings
    routes: routes
    mode: mode
    hostLabels: hostLabels
    hostDomains: hostDomains
    pagerDutyPattern: pagerDutyPattern
    reportInterval: reportInterval
    budgetMaxHosts: budgetMaxHosts
    budgetMaxShare: budgetMaxShare
    auditSchedule: auditSchedule
    grafanaTimestampHeader: grafanaTimestampHeader
    genericReceivers: genericReceivers
    notify: notify
    publicUrl: publicUrl
    powerPattern: powerPattern
    powerNetworks: powerNetworks
    powerGroups: powerGroups
    powerHosts: powerHosts
    powerAllowOff: powerAllowOff
    powerReadWithin: powerReadWithin
    powerChassis: powerChassis
    prometheusUrl: prometheusUrl
    prometheusCaFile: prometheusCaFile
    ledgerEndpoint: ledgerAccount ? ledger!.outputs.tableEndpoint : storage.outputs.tableEndpoint
    identityClientId: identity.outputs.clientId
    vaultUri: vault.outputs.uri
    present: {
      alertmanagerNext: !empty(alertmanagerTokenNext)
      pagerduty: !empty(pagerDutySecret)
      pagerdutyNext: !empty(pagerDutySecretNext)
      grafana: !empty(grafanaSecret)
      grafanaNext: !empty(grafanaSecretNext)
      grafanaToken: !empty(grafanaToken)
      grafanaTokenNext: !empty(grafanaTokenNext)
      generic: filter(genericNames, name => !empty(genericSecrets[?name]))
      genericNext: filter(genericNames, name => !empty(genericSecretsNext[?name]))
      notify: filter(signedNames, name => !empty(notifySecrets[?name]))
      notifyNext: filter(signedNames, name => !empty(notifySecretsNext[?name]))
      prometheus: !empty(prometheusToken)
      operatorNext: !empty(operatorTokenNext)
      reader: !empty(readerToken)
    }
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-novafence-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    packageContainer: storage.outputs.packageContainer
    applicationInsightsConnection: telemetry.outputs.connection
    subnetId: privateNetwork ? (empty(appSubnetId) ? network!.outputs.appSubnetId : appSubnetId) : ''
    allowedAddresses: allowedAddresses
    alwaysReady: alwaysReady
    timerAlwaysReady: timerAlwaysReady
    perInstanceConcurrency: perInstanceConcurrency
    updateStrategy: updateStrategy
    zoneRedundant: zoneRedundant
    allowsAvailabilityTests: availabilityTest
    otlpEndpoint: otlpEndpoint
    workspaceId: workspaceId
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    novaFenceSettings: settings.outputs.settings
  }
  // Azure reads the settings' references when the app is made, and those that it could not resolve again a day later: the way to the vault comes first.
  dependsOn: [endpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    name: 'novafence-${token}'
    location: location
    tags: tags
    applicationInsightsId: telemetry.outputs.id
    email: alertEmail
  }
}

module availability 'modules/availability.bicep' = if (availabilityTest) {
  scope: group
  params: {
    name: 'novafence-${token}'
    location: location
    tags: tags
    applicationInsightsId: telemetry.outputs.id
    readyUrl: '${app.outputs.url}/api/health/ready'
    locations: availabilityLocations
    actionGroupId: alerts.outputs.actionGroupId
  }
}

@description('Where everything is.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app.')
output AZURE_FUNCTION_NAME string = app.outputs.name

@description('The vault that holds every secret.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('The ledger\'s account. With ledgerAccount it has a lock, which "How to take it down" in docs/deploy-azure.md removes first.')
output LEDGER_ACCOUNT_NAME string = ledgerAccount ? 'stledger${token}' : 'stnovafence${token}'

@description('Where Alertmanager posts to. It sends its token in Authorization.')
output ALERTMANAGER_WEBHOOK_URL string = '${app.outputs.url}/api/webhooks/alertmanager'

@description('Where PagerDuty\'s subscription delivers to.')
output PAGERDUTY_WEBHOOK_URL string = '${app.outputs.url}/api/webhooks/pagerduty'

@description('Where Grafana\'s contact point posts to.')
output GRAFANA_WEBHOOK_URL string = '${app.outputs.url}/api/webhooks/grafana'

@description('Where the generic receivers\' senders post to.')
output GENERIC_WEBHOOK_URLS array = map(genericNames, name => '${app.outputs.url}/api/webhooks/${name}')

@description('Answers 200 when a token and the ledger are there, and audits run.')
output READY_URL string = '${app.outputs.url}/api/health/ready'
