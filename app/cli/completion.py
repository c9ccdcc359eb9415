"""`laurel completion`: what makes a shell complete our commands."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion for SHELL. For bash: eval "$(laurel completion bash)"."""
    from app.cli import laurel

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(laurel, {}, "laurel", "_LAUREL_COMPLETE").source_template % _names())


def _names() -> dict[str, str]:
    return {"complete_func": "_laurel_completion", "complete_var": "_LAUREL_COMPLETE", "prog_name": "laurel"}
