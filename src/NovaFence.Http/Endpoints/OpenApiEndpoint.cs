using System.Text;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;
using NovaFence.Http.Describing;

namespace NovaFence.Http.Endpoints;

/// <summary>The description of the API, made when it is first asked for.</summary>
internal sealed class OpenApiEndpoint(AnswerWriter answers)
{
    private readonly Lazy<byte[]> _document = new(static () => Encoding.UTF8.GetBytes(ApiDescription.Of(EndpointTable.All)));

    public Task ShowAsync(HttpContext context) => answers.WriteAsync(context, StatusCodes.Status200OK, _document.Value);
}
