"""The documentation at /docs, from files that ship with the program: it works without internet. Contract section 5."""

from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

from desktop_app.api.problems import SCHEMAS
from desktop_app.shipped_files import shipped

DESCRIPTION = """
The front desk of the clinic for other programs on this computer.

- **Token**: send `Authorization: Bearer <token>`; it is in `state/run/api-token` of the data folder. It acts as admin, and
  the audit trail names it "API". Press *Authorize* and paste it to try the calls here.
- **JSON in and out.** Integers and booleans are strict. Dates are `YYYY-MM-DD`, times `HH:MM`, both on the hospital's
  wall clock; instants `2025-02-10T05:00:00Z`. Missing values are null, never left out. A field that a call does not know
  is ignored. PUT changes only the fields given; null means leave.
- **Lists** are `{items, next_cursor}`: ask again with `cursor=` that word; null is the end.
- **Errors** are `application/problem+json`. `code` is a stable word for programs, `detail` a sentence for people. For 422,
  `errors` names each field with one of: past, not_offered, leave, landline, toll_free, too_short, too_long, foreign,
  followup_not_after_visit, unknown_placeholder, key_reused, missing, wrong.
- **Repeat a booking safely** with `Idempotency-Key`.
"""
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)
_FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "start.js": ("start.js", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("swagger-ui.css", "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
}

routes = APIRouter(include_in_schema=False)


@routes.get("/docs")
@routes.get("/docs/{name}")
def page(name: str = "") -> Response:
    if name not in _FILES:
        raise HTTPException(404)
    file, media_type = _FILES[name]
    headers = {"content-security-policy": _CONTENT_POLICY}
    return Response(shipped("api_docs", file).read_bytes(), headers=headers, media_type=media_type)


class DocumentedApp(FastAPI):
    """FastAPI whose description also knows the shapes of the problems."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            schema = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes
            )
            known = schema.setdefault("components", {}).setdefault("schemas", {})
            for model in SCHEMAS:
                shape = model.model_json_schema(ref_template="#/components/schemas/{model}")
                shape.pop("$defs", None)
                known[model.__name__] = shape
            self.openapi_schema = schema
        return self.openapi_schema
