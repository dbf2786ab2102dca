// What a person has to be told of. The queries look for NovaFence's own log events, by category and number, as the worker sends them.
param name string
param location string
param tags object
param applicationInsightsId string

@description('Whom to tell; empty for nobody.')
param email string

var rules = [
  {
    name: 'hold'
    text: 'A force-down was held: it waits for a person, or for what passes.'
    severity: 1
    window: 'PT5M'
    query: '''
      traces
      | where customDimensions.CategoryName == "NovaFence.Core.Hosts.Fencer" and customDimensions.EventId == "1001"
      | where customDimensions.Verdict == "Held"
      | summarize count_ = count()
    '''
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'finding'
    text: 'The audit found a host that a person has to look at.'
    severity: 1
    window: 'PT5M'
    query: '''
      traces
      | where customDimensions.CategoryName == "NovaFence.Core.Audit.Auditor" and customDimensions.EventId == "1202"
      | where isnotempty(tostring(customDimensions.ToDo))
      | summarize count_ = count()
    '''
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'failure'
    text: 'A delivery could not be dealt with, an audit failed, or something broke.'
    // Only what NovaFence itself says. An answer of 5xx is no measure: who may reach the address can provoke one, by asking for what is not ready.
    severity: 2
    window: 'PT5M'
    query: '''
      union isfuzzy=true
        (exceptions | where customDimensions.CategoryName startswith "NovaFence."),
        (traces | where customDimensions.CategoryName == "NovaFence.Http.Receivers.Reception" and customDimensions.EventId in ("4001", "4004", "4005")),
        (traces | where customDimensions.CategoryName == "NovaFence.Core.Audit.Auditor" and customDimensions.EventId == "1201")
      | summarize count_ = count()
    '''
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'silence'
    text: 'No audit for a quarter of an hour: the timer does not fire, or the app does not start.'
    severity: 1
    window: 'PT15M'
    query: '''
      traces
      | where customDimensions.CategoryName == "NovaFence.Core.Audit.Auditor" and customDimensions.EventId == "1203"
      | summarize count_ = count()
    '''
    operator: 'LessThan'
    threshold: 1
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'NovaFence'
    enabled: true
    emailReceivers: [{ name: 'email', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'NovaFence: ${rule.name}'
      description: rule.text
      severity: rule.severity
      enabled: true
      scopes: [applicationInsightsId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      autoMitigate: true
      // The tables are there only once something was sent to them.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'count_'
            timeAggregation: 'Total'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(email) ? [] : [people.id] }
    }
  }
]

output actionGroupId string = empty(email) ? '' : people.id
