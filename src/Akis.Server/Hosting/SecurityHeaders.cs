using Akis.Server.Pages.Tickets.Mail;

namespace Akis.Server.Hosting;

/// <summary>What browsers may load and run on our pages.</summary>
internal static class SecurityHeaders
{
    private static readonly PathString ApiReference = "/docs/api";

    /// <summary>Everything from here only and nothing inline. A message's frame has a stricter policy of its own. The API's reference page, which is not ours, writes its own start inline and is the one exception.</summary>
    public static void UseAkisSecurityHeaders(this WebApplication app)
    {
        app.UseWhen(context => !context.Request.Path.StartsWithSegments(ApiReference) && !MailFrame.Is(context.Request.Path), branch => branch.UseSecurityHeaders(Policies(inline: false)));
        app.UseWhen(context => context.Request.Path.StartsWithSegments(ApiReference), branch => branch.UseSecurityHeaders(Policies(inline: true)));
    }

    private static HeaderPolicyCollection Policies(bool inline) => new HeaderPolicyCollection()
        .AddDefaultSecurityHeaders()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddConnectSrc().Self();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self().Data();
            // bpmn-js and form-js style what they draw through the object model, which needs no 'unsafe-inline'.
            var style = csp.AddStyleSrc().Self();
            var script = csp.AddScriptSrc().Self();
            if (inline)
            {
                style.UnsafeInline();
                script.UnsafeInline();
            }

            csp.AddObjectSrc().None();
            csp.AddBaseUri().Self();
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
        });
}
