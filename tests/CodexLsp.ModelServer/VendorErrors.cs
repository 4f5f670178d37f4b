namespace CodexLsp.ModelServer;

/// <summary>The error a status usually comes with.</summary>
internal static class VendorErrors
{
    public static VendorError Of(int status) => status switch
    {
        400 => new("Invalid request.", "invalid_request_error", "invalid_value"),
        401 => new("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
        403 => new("You are not allowed to use this model.", "invalid_request_error", "model_not_allowed"),
        404 => new("The model does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"),
        429 => new("Rate limit reached for requests.", "requests", "rate_limit_exceeded"),
        503 => new("The engine is currently overloaded, please try again later.", "server_error", "server_overloaded"),
        _ => new("The server had an error while processing your request.", "server_error", "server_error"),
    };
}
