// Somebody who asks whether NovaFence is ready, from outside and every minute or so. That is more than a look: where the timer has stopped, the one who asks
// starts the audit that is overdue.
param name string
param location string
param tags object
param applicationInsightsId string

@description('The address that is asked.')
param readyUrl string

@description('From where: each asks every five minutes. https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags')
param locations string[]

@description('Whom to tell; empty for nobody.')
param actionGroupId string

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${name}-ready'
  location: location
  // Application Insights finds its tests by this.
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'NovaFence is ready'
    SyntheticMonitorId: '${name}-ready'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: map(locations, one => { Id: one })
    Request: { RequestUrl: readyUrl, HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-availability'
  location: 'global'
  tags: tags
  properties: {
    description: 'NovaFence is not ready, seen from two places or more: it cannot be reached, or it says why at that address.'
    severity: 1
    enabled: true
    scopes: [test.id, applicationInsightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: applicationInsightsId
      failedLocationCount: min(2, length(locations))
    }
    actions: empty(actionGroupId) ? [] : [{ actionGroupId: actionGroupId }]
  }
}
