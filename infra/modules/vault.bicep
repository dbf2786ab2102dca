// The vault, with every secret the app is configured with. The app reads them through references in its settings.
param name string
param location string
param tags object

@description('Whether it can be reached from outside the network. Either way only with an identity that has a role.')
param public bool

@description('The app\'s identity.')
param appPrincipalId string

@description('The workspace that is told who reads which secret; empty for none.')
param workspaceId string

@description('The names of the generic receivers.')
param genericNames string[]

@description('The names of those who are told.')
param notifiedNames string[]

@description('The names of those of them that get signed events.')
param signedNames string[]

@description('The names of the groups of BMCs.')
param bmcGroupNames string[]

@secure()
@description('The secrets by name, a generic receiver\'s as generic-NAME and genericNext-NAME, of one who is told as notifyUrl-NAME, notify-NAME and notifyNext-NAME, of a group of BMCs as power-NAME; an empty one is left out.')
param secrets object

var fixed = [
  'cloud'
  'alertmanager'
  'alertmanagerNext'
  'pagerduty'
  'pagerdutyNext'
  'grafana'
  'grafanaNext'
  'grafanaToken'
  'grafanaTokenNext'
  'prometheus'
  'operator'
  'operatorNext'
  'reader'
]
var names = concat(
  fixed,
  map(genericNames, name => 'generic-${name}'),
  map(genericNames, name => 'genericNext-${name}'),
  map(notifiedNames, name => 'notifyUrl-${name}'),
  map(signedNames, name => 'notify-${name}'),
  map(signedNames, name => 'notifyNext-${name}'),
  map(bmcGroupNames, name => 'power-${name}')
)

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security#key-vault-secrets-user
var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

// No purge protection: nothing is in it that could not be made anew, and it would keep the name for weeks after 'azd down'.
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    publicNetworkAccess: public ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: public ? 'Allow' : 'Deny'
      bypass: 'None'
    }
  }
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = [
  for item in names: if (!empty(secrets[?item])) {
    parent: vault
    name: item
    properties: {
      value: secrets[item]
      contentType: 'text/plain'
    }
  }
]

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, keyVaultSecretsUser)
  properties: {
    roleDefinitionId: keyVaultSecretsUser
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource reads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: vault
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
