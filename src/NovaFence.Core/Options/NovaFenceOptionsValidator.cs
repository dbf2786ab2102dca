using Microsoft.Extensions.Options;

namespace NovaFence.Core.Options;

[OptionsValidator]
internal sealed partial class NovaFenceOptionsValidator : IValidateOptions<NovaFenceOptions>;
