@export()
@description('A route: which alerts may force a host down, on what evidence, and how it is released (NovaFence:Routes).')
type route = {
  @description('A name for answers and the record.')
  name: string?

  @description('Whose alerts it takes.')
  receiver: 'alertmanager' | 'pagerduty'

  @description('Label matchers in Alertmanager\'s syntax, all of which must match. None: every alert of the receiver.')
  match: string[]?

  @description('What says that the host is really fenced: asserted, label:fenced="true", or corroborated:2. There is no default, because Nova relies on it.')
  evidence: string

  @description('How the host is unset once its last alert has resolved. whenHealthy, where it is left out.')
  release: ('whenHealthy' | 'immediately' | 'manually')?
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
