using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CodexLsp.Engine.Models;

/// <summary>Answers the warm-up's question in memory, with the events of an ordinary answer.</summary>
internal sealed class WarmUpNetwork : HttpMessageHandler
{
    private const string Events = """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_0","object":"response","created_at":0,"status":"in_progress","model":"warm-up","output":[],"tools":[],"metadata":{}}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_0","type":"message","status":"in_progress","role":"assistant","content":[]}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_0","output_index":0,"content_index":0,"delta":"Hello."}

        event: response.completed
        data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_0","object":"response","created_at":0,"status":"completed","model":"warm-up","output":[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello.","annotations":[]}]}],"tools":[],"metadata":{},"usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":2}}}


        """;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Events));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
