"""POST /control/{shop}/functions: the app is deployed with its Functions, or without."""

from flask import Blueprint, Response, jsonify

from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.function import functions_of_the_app
from sandbox.function_limits import deploy_faults

blueprint = Blueprint("control_functions", __name__, url_prefix="/control/<shop>/functions")


@blueprint.post("")
def deploy(shop: str) -> Response:
    asked = body()
    check_names(asked, {"deployed"})
    functions = functions_of_the_app()
    for function in functions.values() if asked.get("deployed") else ():
        if faults := deploy_faults(function):
            raise ControlError(f"{function.handle}: {'; '.join(faults)}", 422)
    with the_world().lock:
        the_store(shop).functions_deployed = bool(asked.get("deployed"))
    return jsonify({"deployed": asked.get("deployed"), "functions": sorted(functions)})
