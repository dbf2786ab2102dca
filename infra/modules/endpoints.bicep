// The private endpoints of what is stored, in a subnet of the app's network.
import { zones } from '../types.bicep'

param name string
param location string
param tags object

@description('The subnet they are put into.')
param subnetId string

@description('Private DNS zones that are there already; what is left out is made here.')
param zoneIds zones

param storageAccountId string
param vaultId string

@description('Whether the ledger has an account of its own.')
param hasLedgerAccount bool

@description('That account.')
param ledgerAccountId string

var tableZone = 'privatelink.table.${environment().suffixes.storage}'

var targets = [
  {
    name: 'blob'
    id: storageAccountId
    group: 'blob'
    zone: 'privatelink.blob.${environment().suffixes.storage}'
    zoneId: zoneIds.?blob ?? ''
  }
  { name: 'table', id: storageAccountId, group: 'table', zone: tableZone, zoneId: zoneIds.?table ?? '' }
  { name: 'vault', id: vaultId, group: 'vault', zone: 'privatelink.vaultcore.azure.net', zoneId: zoneIds.?vault ?? '' }
]

module endpoint 'private-endpoint.bicep' = [
  for target in targets: {
    params: {
      name: '${name}-${target.name}'
      location: location
      tags: tags
      targetId: target.id
      group: target.group
      zone: target.zone
      zoneId: target.zoneId
      makesZone: empty(target.zoneId)
      networkId: split(subnetId, '/subnets/')[0]
      subnetId: subnetId
    }
  }
]

module ledger 'private-endpoint.bicep' = if (hasLedgerAccount) {
  params: {
    name: '${name}-ledger'
    location: location
    tags: tags
    targetId: ledgerAccountId
    group: 'table'
    zone: tableZone
    zoneId: zoneIds.?table ?? ''
    // The endpoint of the host's own tables makes it.
    makesZone: false
    networkId: split(subnetId, '/subnets/')[0]
    subnetId: subnetId
  }
  dependsOn: [endpoint]
}
