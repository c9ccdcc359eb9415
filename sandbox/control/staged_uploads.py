"""POST /staged-uploads/: the file host that stagedUploadsCreate points to."""

from flask import Blueprint, Response, request

from sandbox.control import ControlError, the_world

blueprint = Blueprint("staged_uploads", __name__)


@blueprint.post("/staged-uploads/")
def upload() -> Response:
    """A form with the parameters and the file; 201 with the key as XML, as recorded."""
    key, file = request.form.get("key", ""), request.files.get("file")
    if file is None:
        raise ControlError("there is no file")
    content = file.read()
    with the_world().lock:
        for store in the_world().stores.values():
            if key in store.staged_uploads:
                store.staged_uploads[key] = content
                told = f"<?xml version='1.0' encoding='UTF-8'?><PostResponse><Key>{key}</Key></PostResponse>"
                return Response(told, status=201, content_type="application/xml")
    raise ControlError("there is no such key", 403)
