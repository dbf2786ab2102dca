// What NovaFence is configured with: the app settings under NovaFence__. Secrets are references into the vault, never values.
import { cloud, route } from '../types.bicep'

param cloudSettings cloud
param routes route[]
param mode string
param hostLabels string[]
param hostDomains string[]
param pagerDutyPattern string
param reportInterval string
param budgetMaxHosts int
param budgetMaxShare string
param auditSchedule string
param ledgerEndpoint string
param identityClientId string
param vaultUri string

@description('Which of the secrets that may be left out are there.')
param present {
  alertmanagerNext: bool
  pagerduty: bool
  pagerdutyNext: bool
  operatorNext: bool
  reader: bool
}

func vaultReference(vault string, secret string) string => '@Microsoft.KeyVault(SecretUri=${vault}secrets/${secret})'

var always = {
  NovaFence__Mode: mode
  NovaFence__Cloud__AuthUrl: cloudSettings.authUrl
  NovaFence__Cloud__ApplicationCredentialId: cloudSettings.applicationCredentialId
  NovaFence__Cloud__ApplicationCredentialSecret: vaultReference(vaultUri, 'cloud')
  NovaFence__Ledger__Tables__Endpoint: ledgerEndpoint
  NovaFence__Ledger__Tables__ClientId: identityClientId
  NovaFence__Receivers__Alertmanager__Tokens__0: vaultReference(vaultUri, 'alertmanager')
  NovaFence__Access__OperatorTokens__0: vaultReference(vaultUri, 'operator')
  NovaFence__Budget__MaxHosts: string(budgetMaxHosts)
  NovaFence__Budget__MaxShare: budgetMaxShare
  // The host reads this one too, and without it does not start the timer: it has no default there.
  NovaFence__Audit__Schedule: auditSchedule
}

var sometimes = union(
  empty(cloudSettings.?region) ? {} : { NovaFence__Cloud__Region: cloudSettings.?region },
  empty(cloudSettings.?interface) ? {} : { NovaFence__Cloud__Interface: cloudSettings.?interface },
  empty(cloudSettings.?caCert) ? {} : { NovaFence__Cloud__CaCert: '/home/site/wwwroot/${cloudSettings.?caCert}' },
  empty(reportInterval) ? {} : { NovaFence__Cloud__ReportInterval: reportInterval },
  empty(pagerDutyPattern) ? {} : { NovaFence__Hosts__PagerDutyPattern: pagerDutyPattern },
  present.alertmanagerNext ? { NovaFence__Receivers__Alertmanager__Tokens__1: vaultReference(vaultUri, 'alertmanagerNext') } : {},
  present.pagerduty ? { NovaFence__Receivers__PagerDuty__Secrets__0: vaultReference(vaultUri, 'pagerduty') } : {},
  present.pagerdutyNext ? { NovaFence__Receivers__PagerDuty__Secrets__1: vaultReference(vaultUri, 'pagerdutyNext') } : {},
  present.operatorNext ? { NovaFence__Access__OperatorTokens__1: vaultReference(vaultUri, 'operatorNext') } : {},
  present.reader ? { NovaFence__Access__ReaderTokens__0: vaultReference(vaultUri, 'reader') } : {}
)

var labels = toObject(range(0, length(hostLabels)), i => 'NovaFence__Hosts__Labels__${i}', i => hostLabels[i])

var domains = toObject(range(0, length(hostDomains)), i => 'NovaFence__Hosts__Domains__${i}', i => hostDomains[i])

var routing = reduce(
  map(
    routes,
    (route, i) =>
      union(
        {
          'NovaFence__Routes__${i}__Name': route.name
          'NovaFence__Routes__${i}__Receiver': route.receiver
          'NovaFence__Routes__${i}__Evidence': route.evidence
        },
        empty(route.?release) ? {} : { 'NovaFence__Routes__${i}__Release': route.?release },
        empty(route.?contradiction) ? {} : { 'NovaFence__Routes__${i}__Contradiction': route.?contradiction },
        toObject(range(0, length(route.match)), m => 'NovaFence__Routes__${i}__Match__${m}', m => route.match[m]),
        toObject(range(0, length(route.?formerNames ?? [])), f => 'NovaFence__Routes__${i}__FormerNames__${f}', f => route.formerNames![f])
      )
  ),
  {},
  (all, one) => union(all, one)
)

output settings object = union(always, sometimes, labels, domains, routing)
