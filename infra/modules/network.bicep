// A network for the app. Connecting it to the cloud (peering, VPN, ExpressRoute) is the site's own affair.
param name string
param location string
param tags object

@description('The whole network; each of its two subnets takes a quarter.')
param addresses string

@description('Its DNS servers; empty for Azure\'s own.')
param dnsServers string[]

var quarter = int(split(addresses, '/')[1]) + 2

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addresses] }
    dhcpOptions: empty(dnsServers) ? null : { dnsServers: dnsServers }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addresses, quarter, 0)
          // Flex Consumption runs in the environment of Container Apps
          // (https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration).
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: cidrSubnet(addresses, quarter, 1) }
      }
    ]
  }

  resource app 'subnets' existing = { name: 'app' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

output appSubnetId string = network::app.id
output endpointSubnetId string = network::endpoints.id
