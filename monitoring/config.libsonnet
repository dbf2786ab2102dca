// What a site may want otherwise: import mixin.libsonnet and add { _config+:: { … } }.
{
  _config+:: {
    // Which series are NovaFence's.
    selector: 'job="novafence"',
    // What tells one NovaFence from another, where there are several clouds. Instances on one ledger are one NovaFence.
    groupBy: ['job'],
    // Where docs/ of this repository is to be read.
    docsUrl: 'docs',

    // Holds that wait for better evidence as a matter of course, and those that pass by themselves within the minute.
    patientHolds: 'no evidence|unknown host|too old|pending',
    // Findings that say what is under way, or are told of as a hold.
    quietFindings: 'held|incomplete|awaiting heartbeat',
    // Findings that may cost data.
    gravestFindings: 'contradicted|powered on|ledger inconsistent',
    // Audits run each minute by default.
    auditStaleSeconds: 600,
    // Less than Cloud:TokenRefreshAhead (1 min): by then it should have been renewed.
    tokenExpiringSeconds: 30,

    // A force-down is to be confirmed within so many seconds of its receipt, and so often. The first is one of the histogram's boundaries.
    latencySeconds: '2.5',
    latencyObjective: 0.99,
  },
}
