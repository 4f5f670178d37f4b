using System.ClientModel.Primitives;
using System.Collections.Immutable;
using System.Net;
using OpenAI.Responses;

namespace CodexLsp.Engine.Models;

/// <summary>The library's client with everything that it must not decide by itself decided here.</summary>
internal static class ResponsesConnection
{
    /// <summary>The network as the client may use it.</summary>
    public static HttpMessageHandler Network(OpenAiEndpoint endpoint) => new SocketsHttpHandler
    {
        // The key must not follow a redirect to another host.
        AllowAutoRedirect = false,
        // A compressed answer could be a bomb; none is asked for and none is unpacked.
        AutomaticDecompression = DecompressionMethods.None,
        // Else a cancelled answer keeps its socket, and the provider writing to it, for two seconds.
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        // What listens on this machine is never asked through the proxy of the environment.
        UseProxy = !endpoint.BaseUrl.IsLoopback,
        ActivityHeadersPropagator = null,
    };

    /// <summary>The client of this endpoint; <paramref name="network"/> is disposed with the <see cref="HttpClient"/>.</summary>
    public static (ResponsesClient Client, HttpClient Http) Open(OpenAiEndpoint endpoint, HttpMessageHandler network, ModelLimits limits)
    {
        var http = new HttpClient(new BoundedResponseHandler(network, limits)) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new ResponsesClientOptions
        {
            Endpoint = endpoint.BaseUrl,
            Transport = new HttpClientPipelineTransport(http),
            // Retries and limits of time are ours: two layers would multiply.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            UserAgentApplicationId = "codex-lsp",
        };
        if (!endpoint.Headers.IsEmpty)
        {
            options.AddPolicy(new HeadersPolicy(endpoint.Headers), PipelinePosition.PerCall);
        }

        return (new ResponsesClient(new KeyPolicy(endpoint.Key), options), http);
    }

    /// <summary>The key in the Authorization header, or no such header.</summary>
    private sealed class KeyPolicy(string? key) : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Authorize(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Authorize(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Authorize(PipelineMessage message)
        {
            if (key is not null)
            {
                message.Request.Headers.Set("Authorization", $"Bearer {key}");
            }
        }
    }

    private sealed class HeadersPolicy(ImmutableDictionary<string, string> headers) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Add(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Add(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Add(PipelineMessage message)
        {
            foreach (var (name, value) in headers)
            {
                message.Request.Headers.Set(name, value);
            }
        }
    }
}
