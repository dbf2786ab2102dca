// One service behind an address of the network, and the name that leads there.
param name string
param location string
param tags object

@description('The service.')
param targetId string

@description('Which part of it: blob, table, vault.')
param group string

@description('The private DNS zone its public name is an alias into.')
param zone string

@description('That zone, where it is not in this resource group.')
param zoneId string

@description('Whether it is made here. Otherwise it is there already.')
param makesZone bool

param networkId string
param subnetId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: group
        properties: {
          privateLinkServiceId: targetId
          groupIds: [group]
        }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: group
          properties: { privateDnsZoneId: empty(zoneId) ? resourceId('Microsoft.Network/privateDnsZones', zone) : zoneId }
        }
      ]
    }
    dependsOn: [dns]
  }
}

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = if (makesZone) {
  name: zone
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'link'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
}
