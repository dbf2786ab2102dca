@export()
@description('A route: which alerts may force a host down, on what evidence, and how it is released (NovaFence:Routes).')
type route = {
  @description('A name that is this route\'s alone. A host that is down is released by the names of the routes that its alerts were accepted under, so keep it when the order changes.')
  @minLength(1)
  @maxLength(64)
  name: string

  @description('Names that this route had before. "route 0" is what the first edition called the first route where it had no name.')
  formerNames: string[]?

  @description('Whose alerts it takes: alertmanager, grafana, pagerduty, or the name of a generic receiver.')
  @minLength(1)
  receiver: string

  @description('Label matchers in Alertmanager\'s syntax, all of which must match. "*" alone: every alert of the receiver.')
  @minLength(1)
  match: string[]

  @description('What says that the host is really fenced: asserted, label:fenced="true", corroborated:2, power:off, prometheus:"…", or all(…) and any(…) of these. There is no default, because Nova relies on it.')
  evidence: string

  @description('How the host is unset once its last alert has resolved. whenHealthy, where it is left out.')
  release: ('whenHealthy' | 'immediately' | 'manually')?

  @description('What a fresh report of nova-compute means. hold, where it is left out: the host lives and is not forced down. ignore: these alerts mean that nova-compute lives and something else, such as the storage, is dead.')
  contradiction: ('hold' | 'ignore')?

  @description('Whether a machine that runs is switched off where everything but its power lets its host be forced down. Wants powerAllowOff too, and evidence other than asserted and power:off. false, where it is left out.')
  powerOff: bool?
}

@export()
@description('A receiver of some sender\'s JSON at /api/webhooks/NAME (NovaFence:Receivers:Generic), without its secret.')
type generic = {
  @description('Its name in the path, in a route\'s receiver, and in genericSecrets: lower-case letters, digits and hyphens.')
  @minLength(1)
  @maxLength(32)
  name: string

  @description('How it shows who it is: it signs with the secret, or sends it as a bearer token. Only what is signed may have a route whose evidence is asserted.')
  proof: 'signature' | 'token'

  @description('The header of the signature. X-NovaFence-Signature, where it is left out.')
  signatureHeader: string?

  @description('The header with the seconds since 1970 that are signed with the body. Only the body is signed, where it is left out.')
  timestampHeader: string?

  @description('JSON pointers: list leads from the root to the alerts, the others from an alert to its parts.')
  pointers: {
    list: string?
    key: string
    host: string
    status: string
    time: string
    labels: string?
  }

  @description('The words of the status that fire.')
  @minLength(1)
  firing: string[]

  @description('The words of the status that resolve.')
  @minLength(1)
  resolved: string[]
}

@export()
@description('The cloud whose hosts are watched (NovaFence:Cloud), without its secret.')
type cloud = {
  @description('Keystone\'s address, as the app reaches it.')
  authUrl: string

  @description('The id of an application credential that may list compute services and force them down.')
  applicationCredentialId: string

  @description('The region, where the catalog has several.')
  region: string?

  @description('Which endpoint of the catalog to use.')
  interface: ('public' | 'internal' | 'admin')?

  @description('The certificate authorities of a private cloud: a PEM file deployed with the app, such as cloud-ca.pem.')
  caCert: string?
}

@export()
@description('Private DNS zones that are there already, by their resource ids. What is left out is made in the installation\'s own group.')
type zones = {
  @description('privatelink.blob.core.windows.net')
  blob: string?

  @description('privatelink.table.core.windows.net')
  table: string?

  @description('privatelink.vaultcore.azure.net')
  vault: string?
}

@export()
@description('Somebody who is told what NovaFence does (NovaFence:Notify), without address and secret.')
type notified = {
  @description('Its name, also in notifyUrls and notifySecrets: letters, digits and hyphens. Under another name it is a new receiver, which is told what happens from then on.')
  @minLength(1)
  @maxLength(40)
  name: string

  @description('CloudEvents signed as Standard Webhooks has it, which needs a secret in notifySecrets; or what Slack, Mattermost and others take. cloudevents, where it is left out.')
  format: ('cloudevents' | 'slack')?
}

@export()
@description('Credentials of BMCs, and what their certificates are verified by: one of certificateSha256, caFile and systemTrust (NovaFence:Power:Groups), without the password.')
type bmcGroup = {
  @description('A name that is this group\'s alone, also in powerPasswords: letters, digits and hyphens.')
  @minLength(1)
  @maxLength(40)
  name: string

  @description('The account on the BMCs: a read-only one, where nothing is to be switched off.')
  @minLength(1)
  user: string

  @description('The certificates themselves: the SHA-256 of each, as openssl x509 -noout -fingerprint -sha256 prints it.')
  certificateSha256: string[]?

  @description('The certificate authorities that sign the BMCs\' certificates: a PEM file deployed with the app, such as bmc-ca.pem.')
  caFile: string?

  @description('Whether the system\'s certificate authorities are trusted. false, where it is left out.')
  systemTrust: bool?
}

@export()
@description('A compute host, its BMC, and the machine that must answer there (NovaFence:Power:Hosts).')
type bmcHost = {
  @description('The compute host as Nova names it.')
  @minLength(1)
  host: string

  @description('The BMC\'s address: https, a name or an address, a port where it is not 443, and no path. That of powerPattern, where it is left out.')
  url: string?

  @description('The name of its group. The only one, where it is left out.')
  group: string?

  @description('The machine\'s serial number. With uuid both must be the machine\'s; without either the host is read as the wrong machine.')
  serial: string?

  @description('The machine\'s UUID.')
  uuid: string?
}
