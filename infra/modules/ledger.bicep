// An account for the ledger alone, which outlives the app: a lock keeps it until a person takes the lock away.
@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param sku string

@description('Whether it can be reached from outside the network. Either way only with an identity that has a role.')
param public bool

@description('The app\'s identity.')
param appPrincipalId string

@description('The workspace that is told who writes and deletes; empty for none.')
param workspaceId string

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
var storageTableDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: public ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: public ? 'Allow' : 'Deny'
      bypass: 'None'
    }
  }

  resource tables 'tableServices' existing = { name: 'default' }
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageTableDataContributor)
  properties: {
    roleDefinitionId: storageTableDataContributor
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: account
  name: 'keep-the-ledger'
  properties: {
    level: 'CanNotDelete'
    notes: 'Which hosts are held down, and why. See "How to take it down" in docs/deploy-azure.md.'
  }
}

resource writes 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: account::tables
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]
  }
}

output id string = account.id
output tableEndpoint string = account.properties.primaryEndpoints.table
