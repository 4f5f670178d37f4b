namespace CodexLsp.Engine.Models;

/// <summary>
/// Puts every response body behind a <see cref="BoundedStream"/>, and ends redirects here: the library follows those of streams by
/// itself, whatever the HTTP handler is told.
/// </summary>
internal sealed class BoundedResponseHandler(HttpMessageHandler inner, ModelLimits limits) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            var location = response.Headers.Location;
            response.Dispose();
            throw new RedirectedException(location is { IsAbsoluteUri: true } ? location.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null);
        }

        var unbounded = response.Content;
        var body = await unbounded.ReadAsStreamAsync(cancellationToken);
        response.Content = new StreamContent(response.IsSuccessStatusCode
            ? new BoundedStream(body, limits.ResponseBytes, limits.LineBytes)
            : new BoundedStream(body, limits.ErrorBytes, limits.ErrorBytes));
        foreach (var (name, values) in unbounded.Headers.NonValidated)
        {
            response.Content.Headers.TryAddWithoutValidation(name, values);
        }

        return response;
    }
}

/// <summary>The endpoint redirects.</summary>
/// <param name="target">Scheme, host and port it redirects to; null when it does not say.</param>
internal sealed class RedirectedException(string? target) : IOException
{
    public string? Target => target;
}
