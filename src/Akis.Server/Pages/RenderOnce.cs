using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages;

/// <summary>
/// What every page and its parts derive from: rendered once, when what it shows has been read. Blazor's own base renders also while something is awaited, and
/// again when its surroundings do, so that a page sees its fields half filled on a database that answers later, and never on one that answers at once.
/// </summary>
public abstract class RenderOnce : ComponentBase
{
    private bool _isInitialized;
    private Task _reading = Task.CompletedTask;

    /// <inheritdoc />
    public sealed override Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        return _reading.IsCompleted ? _reading = ReadAndRenderAsync() : _reading; // who asks meanwhile gets the same
    }

    private async Task ReadAndRenderAsync()
    {
        if (!_isInitialized)
        {
            _isInitialized = true;
            OnInitialized();
            await OnInitializedAsync();
        }

        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }
}
