"""Errors of the parser of arguments in words: an option that does not exist, a missing argument, a value that is not valid."""

from __future__ import annotations

from typing import Any

from henequen.cli.language import language
from henequen.cli.words import phrase
from henequen.model.message import Message, worded

__all__ = ["usage_words"]


def usage_words(error: Any) -> str:
    """How to call the verb, and what is wrong, in the language of the command.

    The parser's own words are kept in English; in other languages the class of its error decides.
    """
    context = getattr(error, "ctx", None)
    lines = []
    if context is not None:
        lines = [
            phrase("usage.usage", line=" ".join([context.command_path, *context.command.collect_usage_pieces(context)]))
        ]
        lines += [phrase("usage.help", path=context.command_path), ""]
    return "\n".join([*lines, phrase("usage.error", words=_what(error))])


def _what(error: Any) -> str:
    message = error.message
    if isinstance(message, Message):
        return worded(message, language())
    if language() == "en":
        words: str = error.format_message()
        return words
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    name = _name(parameter)
    if kind == "MissingParameter" and parameter is not None:
        return phrase("usage.missing", name=name)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None) or ()
        meant = phrase("usage.near", names=", ".join(near)) if near else ""
        return phrase("usage.no_option", name=error.option_name, near=meant)
    if kind == "BadOptionUsage":
        return phrase("usage.needs_value", name=error.option_name)
    if parameter is not None:
        return phrase("usage.bad_value", name=name, expected=_bounds(parameter) or phrase("usage.see_help"))
    verbs = getattr(getattr(getattr(error, "ctx", None), "command", None), "commands", None)
    return phrase("usage.verbs", names=", ".join(verbs)) if verbs else phrase("usage.other")


def _name(parameter: Any) -> str:
    """An option as it is typed, or the name of an argument in capitals; empty without a parameter."""
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper())


def _bounds(parameter: Any) -> str:
    """The least and largest value of a number, as in `1..40`; empty if it has no bounds."""
    least, most = (
        getattr(parameter, name, None) or getattr(getattr(parameter, "type", None), name, None)
        for name in ("min", "max")
    )
    return "" if least is most is None else f"{'' if least is None else least}..{'' if most is None else most}"
