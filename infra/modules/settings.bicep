// What NovaFence is configured with: the app settings under NovaFence__. Secrets are references into the vault, never values.
import { bmcGroup, bmcHost, cloud, generic, notified, route } from '../types.bicep'

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
param grafanaTimestampHeader string
param genericReceivers generic[]
param notify notified[]
param publicUrl string
param powerPattern string
param powerNetworks string[]
param powerGroups bmcGroup[]
param powerHosts bmcHost[]
param powerAllowOff bool
param powerReadWithin string
param powerChassis bool
param prometheusUrl string
param prometheusCaFile string
param ledgerEndpoint string
param identityClientId string
param vaultUri string

@description('Which of the secrets that may be left out are there.')
param present {
  alertmanagerNext: bool
  pagerduty: bool
  pagerdutyNext: bool
  grafana: bool
  grafanaNext: bool
  grafanaToken: bool
  grafanaTokenNext: bool
  @description('The names of the generic receivers that have a secret.')
  generic: string[]
  @description('The names of those that have a next one.')
  genericNext: string[]
  @description('The names of those who are told by signed events, and have a secret.')
  notify: string[]
  @description('The names of those that have a next one.')
  notifyNext: string[]
  prometheus: bool
  operatorNext: bool
  reader: bool
}

// Where a file lies that was deployed with the app.
func published(file string) string => '/home/site/wwwroot/${file}'

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
  // Twice: NovaFence tells from the one when an audit is overdue; the host, and the scale controller that starts instances for the timer, read the other. These
  // trip over names with a colon or two underscores.
  NovaFence__Audit__Schedule: auditSchedule
  NOVAFENCE_AUDIT_SCHEDULE: auditSchedule
}

var sometimes = union(
  empty(cloudSettings.?region) ? {} : { NovaFence__Cloud__Region: cloudSettings.?region },
  empty(cloudSettings.?interface) ? {} : { NovaFence__Cloud__Interface: cloudSettings.?interface },
  empty(cloudSettings.?caCert) ? {} : { NovaFence__Cloud__CaCert: published(cloudSettings.?caCert!) },
  empty(reportInterval) ? {} : { NovaFence__Cloud__ReportInterval: reportInterval },
  empty(publicUrl) ? {} : { NovaFence__PublicUrl: publicUrl },
  empty(pagerDutyPattern) ? {} : { NovaFence__Hosts__PagerDutyPattern: pagerDutyPattern },
  empty(powerPattern) ? {} : { NovaFence__Power__Pattern: powerPattern },
  powerAllowOff ? { NovaFence__Power__AllowOff: 'true' } : {},
  empty(powerReadWithin) ? {} : { NovaFence__Power__ReadWithin: powerReadWithin },
  powerChassis ? { NovaFence__Power__Chassis: 'true' } : {},
  empty(prometheusUrl) ? {} : { NovaFence__Evidence__Prometheus__Url: prometheusUrl },
  empty(prometheusCaFile) ? {} : { NovaFence__Evidence__Prometheus__CaFile: published(prometheusCaFile) },
  present.prometheus ? { NovaFence__Evidence__Prometheus__Token: vaultReference(vaultUri, 'prometheus') } : {},
  present.alertmanagerNext ? { NovaFence__Receivers__Alertmanager__Tokens__1: vaultReference(vaultUri, 'alertmanagerNext') } : {},
  present.pagerduty ? { NovaFence__Receivers__PagerDuty__Secrets__0: vaultReference(vaultUri, 'pagerduty') } : {},
  present.pagerdutyNext ? { NovaFence__Receivers__PagerDuty__Secrets__1: vaultReference(vaultUri, 'pagerdutyNext') } : {},
  present.grafana ? { NovaFence__Receivers__Grafana__Secrets__0: vaultReference(vaultUri, 'grafana') } : {},
  present.grafanaNext ? { NovaFence__Receivers__Grafana__Secrets__1: vaultReference(vaultUri, 'grafanaNext') } : {},
  present.grafanaToken ? { NovaFence__Receivers__Grafana__Tokens__0: vaultReference(vaultUri, 'grafanaToken') } : {},
  present.grafanaTokenNext ? { NovaFence__Receivers__Grafana__Tokens__1: vaultReference(vaultUri, 'grafanaTokenNext') } : {},
  empty(grafanaTimestampHeader) ? {} : { NovaFence__Receivers__Grafana__TimestampHeader: grafanaTimestampHeader },
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
        route.?powerOff ?? false ? { 'NovaFence__Routes__${i}__PowerOff': 'true' } : {},
        toObject(range(0, length(route.match)), m => 'NovaFence__Routes__${i}__Match__${m}', m => route.match[m]),
        toObject(range(0, length(route.?formerNames ?? [])), f => 'NovaFence__Routes__${i}__FormerNames__${f}', f => route.formerNames![f])
      )
  ),
  {},
  (all, one) => union(all, one)
)

func part(key string, value string?) object => empty(value) ? {} : { '${key}': value }

func words(key string, values string[]) object => toObject(range(0, length(values)), i => '${key}__${i}', i => values[i])

var generics = reduce(
  map(
    genericReceivers,
    (one, i) =>
      union(
        part('NovaFence__Receivers__Generic__${i}__Name', one.name),
        contains(present.generic, one.name)
          ? {
              'NovaFence__Receivers__Generic__${i}__${one.proof == 'token' ? 'Tokens' : 'Secrets'}__0': vaultReference(
                vaultUri,
                'generic-${one.name}'
              )
            }
          : {},
        contains(present.genericNext, one.name)
          ? {
              'NovaFence__Receivers__Generic__${i}__${one.proof == 'token' ? 'Tokens' : 'Secrets'}__1': vaultReference(
                vaultUri,
                'genericNext-${one.name}'
              )
            }
          : {},
        part('NovaFence__Receivers__Generic__${i}__SignatureHeader', one.?signatureHeader),
        part('NovaFence__Receivers__Generic__${i}__TimestampHeader', one.?timestampHeader),
        part('NovaFence__Receivers__Generic__${i}__Pointers__List', one.pointers.?list),
        part('NovaFence__Receivers__Generic__${i}__Pointers__Key', one.pointers.key),
        part('NovaFence__Receivers__Generic__${i}__Pointers__Host', one.pointers.host),
        part('NovaFence__Receivers__Generic__${i}__Pointers__Status', one.pointers.status),
        part('NovaFence__Receivers__Generic__${i}__Pointers__Time', one.pointers.time),
        part('NovaFence__Receivers__Generic__${i}__Pointers__Labels', one.pointers.?labels),
        words('NovaFence__Receivers__Generic__${i}__Firing', one.firing),
        words('NovaFence__Receivers__Generic__${i}__Resolved', one.resolved)
      )
  ),
  {},
  (all, one) => union(all, one)
)

var told = reduce(
  map(
    notify,
    (one, i) =>
      union(
        part('NovaFence__Notify__${i}__Name', one.name),
        part('NovaFence__Notify__${i}__Format', one.?format),
        part('NovaFence__Notify__${i}__Url', vaultReference(vaultUri, 'notifyUrl-${one.name}')),
        contains(present.notify, one.name) ? { 'NovaFence__Notify__${i}__Secrets__0': vaultReference(vaultUri, 'notify-${one.name}') } : {},
        contains(present.notifyNext, one.name)
          ? { 'NovaFence__Notify__${i}__Secrets__1': vaultReference(vaultUri, 'notifyNext-${one.name}') }
          : {}
      )
  ),
  {},
  (all, one) => union(all, one)
)

var bmcGroups = reduce(
  map(
    powerGroups,
    (one, i) =>
      union(
        part('NovaFence__Power__Groups__${i}__Name', one.name),
        part('NovaFence__Power__Groups__${i}__User', one.user),
        part('NovaFence__Power__Groups__${i}__Password', vaultReference(vaultUri, 'power-${one.name}')),
        words('NovaFence__Power__Groups__${i}__CertificateSha256', one.?certificateSha256 ?? []),
        empty(one.?caFile) ? {} : { 'NovaFence__Power__Groups__${i}__CaFile': published(one.?caFile!) },
        one.?systemTrust ?? false ? { 'NovaFence__Power__Groups__${i}__SystemTrust': 'true' } : {}
      )
  ),
  {},
  (all, one) => union(all, one)
)

var bmcHosts = reduce(
  map(
    powerHosts,
    (one, i) =>
      union(
        part('NovaFence__Power__Hosts__${i}__Host', one.host),
        part('NovaFence__Power__Hosts__${i}__Url', one.?url),
        part('NovaFence__Power__Hosts__${i}__Group', one.?group),
        part('NovaFence__Power__Hosts__${i}__Serial', one.?serial),
        part('NovaFence__Power__Hosts__${i}__Uuid', one.?uuid)
      )
  ),
  {},
  (all, one) => union(all, one)
)

var power = union(words('NovaFence__Power__Networks', powerNetworks), bmcGroups, bmcHosts)

output settings object = union(always, sometimes, labels, domains, routing, generics, told, power)
