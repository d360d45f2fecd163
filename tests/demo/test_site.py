"""The dealership's pages: the widget on each, both languages, and three odd hosts for browser tests."""

import re

import pytest
from django.test import Client

from helpdesk.demo.pages import PAGES
from helpdesk.demo.views import STRICT

PATHS = [f"/demo/{slug}/".replace("//", "/") for slug in PAGES]
ODD = ["/demo/spa/", "/demo/spa/tatra/", "/demo/hostile/", "/demo/strict/"]


@pytest.mark.parametrize("path", PATHS + ODD)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_has_the_widget(client: Client, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": language})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert re.search(r'<script async src="/static/widget/loader.js" data-key="demo-site"></script>', html)


@pytest.mark.parametrize("path", PATHS + ODD)
def test_nothing_comes_from_elsewhere(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_strip_leads_to_the_inbox(client: Client) -> None:
    html = client.get("/demo/").content.decode()
    assert 'href="/inbox/"' in html
    assert "<code>anna</code>" in html


def test_there_are_no_other_pages(client: Client) -> None:
    assert client.get("/demo/boats/").status_code == 404
    assert client.get("/demo/spa/boats/").status_code == 404


def test_the_strict_host_forbids_inline_code_and_has_none(client: Client) -> None:
    response = client.get("/demo/strict/")
    html = response.content.decode()
    assert response["Content-Security-Policy"] == STRICT
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)
    assert "data:" not in html, "img-src allows the site's own pictures only"


def test_the_single_page_host_shows_the_page_of_its_address(client: Client) -> None:
    html = client.get("/demo/spa/used/").content.decode()
    shown = re.findall(r'data-path="([^"]+)" data-title="[^"]+"(?! hidden)>', html)
    assert shown == ["/demo/spa/used/"]


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/demo/").status_code == 405
