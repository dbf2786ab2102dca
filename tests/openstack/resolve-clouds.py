#!/usr/bin/env python3
"""Says what openstacksdk makes of a clouds.yaml and OS_* variables.

usage: resolve-clouds.py CASES

CASES is a JSON list of {"current": FOLDER, "env": {NAME: VALUE}}. One JSON line is printed for each: what it resolves for the compute service, and
the request for a token that it would send, or the error. Nothing is sent.
"""
import importlib
import json
import os
import sys
import warnings

import keystoneauth1.loading
from keystoneauth1.identity.generic import base as generic
import openstack.config.loader


class Recorder:
    """Stands where a session stands, and keeps the one request."""

    def post(self, url, json=None, **_):
        self.url, self.body = url, json
        raise StopIteration


def without_version(url):
    url = url.rstrip("/")
    for version in ("/v3", "/v2.0"):
        if url.endswith(version):
            return url[: -len(version)]
    return url


def resolve():
    # The folders are looked up when the module is loaded.
    loader = importlib.reload(openstack.config.loader)
    region = loader.OpenStackConfig().get_one()
    auth = region.get_auth()
    url = region.config["auth"]["auth_url"]
    if isinstance(auth, generic.BaseGenericPlugin):
        # A Keystone that has v3 is all that this product speaks to.
        auth = auth.create_plugin(None, (3, 0), without_version(url) + "/v3")
    recorder = Recorder()
    try:
        auth.get_auth_ref(recorder)
    except StopIteration:
        pass
    verify, certificate = region.get_requests_verify_args()
    return {
        "auth_url": without_version(url),
        "body": recorder.body,
        "region": region.get_region_name("compute"),
        "interface": region.get_interface("compute"),
        "endpoint": region.get_endpoint("compute"),
        "verify": verify,
        "cert": certificate,
    }


def answer(case):
    for name in [name for name in os.environ if name.startswith(("OS_", "XDG_", "SNAP_")) or name == "HOME"]:
        del os.environ[name]
    os.environ.update(case["env"])
    os.chdir(case["current"])
    try:
        return resolve()
    except Exception as wrong:  # whatever it is, it is what a user of openstacksdk would see
        return {"error": type(wrong).__name__ + ": " + str(wrong).split("\n")[0]}


def main():
    warnings.simplefilter("ignore")
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        # What one case leaves behind in the library is not the next one's.
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            with os.fdopen(write, "w", encoding="utf-8") as out:
                out.write(json.dumps(answer(case), default=str))
            os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as line:
            print(line.read())
        os.waitpid(child, 0)


# Loaded once, before the forks.
keystoneauth1.loading.get_plugin_options("password")
main()
