"""Decides how the stand-in says no: every refusal has the provider's own JSON shape."""

from typing import Any


class ApiError(Exception):
    """A refusal in the shape of https://docs.stripe.com/api/errors.

    `saved` tells whether an idempotency key keeps this answer: the provider keeps what happened once the
    work had begun, and forgets what never got past the checks (https://docs.stripe.com/api/idempotent_requests).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        saved: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.saved = saved

    def as_body(self) -> dict[str, Any]:
        """The JSON body: {"error": {"type", "message"[, "code", "doc_url"][, "param"]}}."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind}
        if self.code is not None:
            error["code"] = self.code
            error["doc_url"] = f"https://docs.stripe.com/error-codes#{self.code.replace('_', '-')}"
        if self.param is not None:
            error["param"] = self.param
        return {"error": error}


def unknown_parameter(param: str) -> ApiError:
    """The library doesn't declare this parameter."""
    return ApiError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def missing_parameter(param: str) -> ApiError:
    """A parameter which must be there isn't."""
    return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def empty_parameter(param: str) -> ApiError:
    """An empty string where it can't mean anything."""
    return ApiError(
        f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a "
        f"parameter; however '{param}' cannot be unset. You should remove '{param}' from your request or "
        "supply a non-empty value.",
        code="parameter_invalid_empty",
        param=param,
    )


def invalid_parameter(param: str, message: str, code: str | None = None) -> ApiError:
    """A parameter whose value won't do."""
    return ApiError(message, code=code, param=param)


def not_simulated(param: str) -> ApiError:
    """A parameter the provider knows and this stand-in would get wrong: better refused than ignored."""
    return ApiError(
        f"{param} is known to Stripe, but this sandbox does not simulate it.",
        code="sandbox_not_simulated",
        param=param,
    )


def no_such(kind: str, wanted: str, *, param: str = "id", status: int = 404) -> ApiError:
    """Nothing of that kind has that id; `kind` as in the objects, such as `checkout.session`."""
    return ApiError(f"No such {kind}: '{wanted}'", status=status, code="resource_missing", param=param)
