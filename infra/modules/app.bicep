// The function app on its Flex Consumption plan.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param blobEndpoint string
param tableEndpoint string
param packageContainer string
param applicationInsightsConnection string

@description('The subnet it runs in; empty for none.')
param subnetId string

param allowedAddresses string[]
param alwaysReady int
param timerAlwaysReady int
param instanceMemoryMB int
param maximumInstanceCount int

@description('Requests that one instance takes at once; 0 for what Azure takes by its memory.')
param perInstanceConcurrency int

param updateStrategy string
param zoneRedundant bool

@description('Whether Azure\'s availability tests may reach it, where senders are limited.')
param allowsAvailabilityTests bool

@description('Where OpenTelemetry is sent to beside Application Insights; empty for nowhere.')
param otlpEndpoint string

@description('The workspace that is told of the host\'s own log; empty for none.')
param workspaceId string

@description('The app settings under NovaFence__.')
param novaFenceSettings object

var senders = map(allowedAddresses, (address, i) => {
  name: 'sender-${i}'
  action: 'Allow'
  priority: 100 + i
  ipAddress: address
  tag: 'Default'
})

// https://learn.microsoft.com/azure/azure-monitor/app/availability#availability-test-service-tag
var availabilityTests = allowsAvailabilityTests
  ? [
      {
        name: 'availability'
        action: 'Allow'
        priority: 90
        ipAddress: 'ApplicationInsightsAvailability'
        tag: 'ServiceTag'
      }
    ]
  : []

var otlp = empty(otlpEndpoint) ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }

var settings = union(novaFenceSettings, otlp, {
  // The host's storage, as the identity. https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__tableServiceUri: tableEndpoint
  // The host publishes as the identity, and so does the worker, which finds it in AZURE_CLIENT_ID.
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  // Every route is the app's own, the root too.
  AzureWebJobsDisableHomepage: 'true'
})

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
      ipSecurityRestrictionsDefaultAction: empty(allowedAddresses) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(allowedAddresses) ? [] : concat(availabilityTests, senders)
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // Functions of HTTP share their instances; the timer has its own.
        alwaysReady: concat(
          alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }],
          timerAlwaysReady == 0 ? [] : [{ name: 'function:Audit', instanceCount: timerAlwaysReady }]
        )
        triggers: perInstanceConcurrency == 0 ? null : { http: { perInstanceConcurrency: perInstanceConcurrency } }
      }
      // The types that the compiler has do not know it yet: https://learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
      #disable-next-line BCP037
      siteUpdateStrategy: { type: updateStrategy }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
  }

  // Deployments come with an identity; the app has no password.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource hostLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: app
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
