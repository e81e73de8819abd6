"""The school's logo: what is taken, how it is painted anew, where it stands, and that it goes."""

import datetime as dt
import io

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mado.accounts.models import Appointment
from mado.accounts.services.retention import sweep
from mado.audit.models import AuditEntry
from mado.directory.services.indexing import rebuild_index
from mado.kernel.errors import NotPermitted
from mado.kernel.privacy import classified
from mado.profiles.engine.photo import LOGO_BYTES_MOST, PictureFault, clean_logo
from mado.profiles.models import SchoolProfile
from mado.profiles.retention import LEFT_DAYS
from mado.profiles.services import remove_logo, set_logo
from tests.profiles.picture_files import BAD, SVG, bomb, drawn, kept_in


def emblem(colour, width=400, height=400, edge=60, kind="PNG"):
    """A disc on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((edge, edge, width - edge, height - edge), fill=colour)
    kept = io.BytesIO()
    image.save(kept, kind)
    return kept.getvalue()


def noise(width, height):
    """What shrinks least of all."""
    kept = io.BytesIO()
    dots = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    Image.fromarray(dots).save(kept, "PNG")
    return kept.getvalue()


def opened(clean):
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert (kept.format, kept.size) == ("PNG", (clean.width, clean.height))
        return kept.convert("RGBA")


LOGO_BAD = {
    **BAD,
    "a stamp": (drawn(31, 31), "too_small"),
    "a line": (drawn(900, 60), "too_long"),
    "a long line": (drawn(12_000, 100), "too_long"),
    "nothing to be seen": (emblem((0, 0, 0, 0)), "empty"),
    "a dot in a wide void": (emblem((9, 9, 9, 255), edge=190), "too_small"),
}


@pytest.mark.parametrize("name", LOGO_BAD)
def test_what_is_no_fit_logo_is_refused_with_its_reason(name):
    data, fault = LOGO_BAD[name]
    with pytest.raises(PictureFault) as caught:
        clean_logo(data)
    assert caught.value.fault == fault


@pytest.mark.parametrize(("width", "height"), [(12_000, 100), (100, 12_000), (900, 60)])
def test_a_strip_is_told_by_the_size_it_was_sent_with(width, height):
    with pytest.raises(PictureFault) as caught:
        clean_logo(drawn(width, height))
    fault = caught.value
    assert (fault.fault, max(fault.width, fault.height)) == ("too_long", max(width, height))
    assert min(fault.width, fault.height) == pytest.approx(min(width, height), abs=4)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (drawn(1200, 1200), (192, 192)),
        (drawn(1200, 300, "PNG"), (320, 80)),
        (drawn(300, 1200, "WEBP"), (48, 192)),
        (drawn(64, 40, "PNG", "L"), (64, 40)),
        (drawn(800, 800, "PNG", "P"), (192, 192)),
    ],
    ids=["square", "wide", "high", "small stays small", "palette"],
)
def test_every_usual_logo_becomes_a_small_png(data, size):
    clean = clean_logo(data)
    assert opened(clean).size == size
    assert len(clean.data) <= LOGO_BYTES_MOST


@pytest.mark.parametrize("size", [(1600, 960), (1600, 1600), (200, 1600), (320, 192)])
def test_even_what_cannot_be_made_small_stays_under_thirty_kilobytes(size):
    clean = clean_logo(noise(*size))
    assert 5_000 < len(clean.data) <= LOGO_BYTES_MOST == 30 * 1024


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ((20, 40, 120, 255), (255, 255, 255, 255)),
        ((0, 0, 0, 255), (255, 255, 255, 255)),
        ((250, 250, 250, 255), (29, 35, 39, 255)),
        ((255, 240, 160, 255), (29, 35, 39, 255)),
    ],
    ids=["blue", "black", "white", "pale yellow"],
)
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_transparent_logo_gets_the_ground_it_reads_on_and_a_little_air(colour, ground, kind):
    clean = clean_logo(emblem(colour, kind=kind))
    assert opened(clean).getpixel((0, 0)) == ground
    assert clean.width == clean.height == 192
    left = next(x for x in range(clean.width) if opened(clean).getpixel((x, clean.height // 2)) != ground)
    assert 8 <= left <= 14


def test_a_logo_that_is_opaque_keeps_its_own_ground_up_to_the_edge():
    image = Image.new("RGBA", (300, 300), (255, 255, 255, 255))
    ImageDraw.Draw(image).ellipse((140, 140, 160, 160), fill=(200, 0, 0, 255))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    assert opened(clean_logo(kept.getvalue())).getpixel((0, 0)) == (255, 255, 255, 255)


def test_nothing_of_the_sent_file_is_kept_but_what_can_be_seen():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Lin Ya-ting"
    clean = clean_logo(drawn(400, 300, exif=exif, comment=b"pupil names") + b"<script>alert(1)</script>")
    for secret in (b"Camera", b"pupil", b"<script>"):
        assert secret not in clean.data
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert {"icc_profile", "comment", "exif", "transparency"} & set(kept.info) == set()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cut=st.integers(0, 3000),
    place=st.integers(0, 2000),
    noise=st.binary(max_size=12),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
)
def test_a_damaged_logo_is_a_logo_or_a_fault_and_nothing_else(cut, place, noise, kind):
    data = bytearray(drawn(220, 220) if kind == "JPEG" else emblem((9, 60, 90, 255), 220, 220, 30, kind))
    data[place : place + len(noise)] = noise
    try:
        clean = clean_logo(bytes(data[: max(10, len(data) - cut)]))
    except PictureFault as fault:
        assert fault.fault in ("no_picture", "broken", "too_many_pixels", "too_small", "too_long", "empty")
    else:
        assert clean.data.startswith(b"\x89PNG")
        assert len(clean.data) <= LOGO_BYTES_MOST


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    with kept_in(tmp_path):
        yield tmp_path / "school-logos"


@pytest.fixture
def teacher(client, world):
    client.force_login(world.teacher_kaohsiung)
    return client


def send(client, world, data, name="logo.png"):
    sent = {"logo": SimpleUploadedFile(name, data, "image/png"), "nobody_recognisable": "on"}
    return client.post(reverse("profiles:logo", args=[world.kaohsiung.code]), sent)


def school_page(client, world):
    return client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()


def image_of(page):
    start = page.find('<img class="logo"')
    return page[start : page.find(">", start) + 1] if start >= 0 else ""


def address_of(page):
    image = image_of(page)
    start = image.find('src="') + 5
    return image[start : image.find('"', start)]


def test_a_logo_is_sent_shown_to_everybody_beside_the_name_and_removed(
    teacher, client, world, files, django_capture_on_commit_callbacks
):
    assert image_of(school_page(client, world)) == ""
    with django_capture_on_commit_callbacks(execute=True):
        assert send(teacher, world, emblem((20, 40, 120, 255), 900, 600)).status_code == 302
    mine = teacher.get(reverse("profiles:logo", args=[world.kaohsiung.code])).content.decode()
    client.logout()
    image = image_of(school_page(client, world))
    assert image == image_of(mine)
    assert f'alt="{world.kaohsiung.name}" lang="zh-Hant"' in image
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert f'width="{profile.logo_size[0]}" height="{profile.logo_size[1]}"' in image
    address = address_of(image)
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    teacher.force_login(world.teacher_kaohsiung)
    with django_capture_on_commit_callbacks(execute=True):
        teacher.post(reverse("profiles:logo_remove", args=[world.kaohsiung.code]))
    assert client.get(address).status_code == 404
    assert list(files.iterdir()) == []
    assert image_of(school_page(client, world)) == ""
    verbs = AuditEntry.objects.filter(verb__endswith="_logo").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["profiles.set_logo", "profiles.remove_logo"]


def test_where_schools_are_compared_it_stands_under_their_names_and_costs_no_query(teacher, client, world, files):
    address = f"{reverse('directory:compare')}?codes={world.kaohsiung.code},{world.tokyo.code}"
    client.logout()
    client.get(address)
    with CaptureQueriesContext(connection) as without:
        assert image_of(client.get(address).content.decode()) == ""
    teacher.force_login(world.teacher_kaohsiung)
    send(teacher, world, emblem((20, 40, 120, 255)))
    SchoolProfile.objects.filter(organization=world.tokyo).update(affiliation="buddhist")
    client.logout()
    with CaptureQueriesContext(connection) as with_logo:
        page = client.get(address).content.decode()
    assert f'alt="{world.kaohsiung.name}"' in image_of(page)
    assert '<th scope="row">Affiliation</th><td><span class="muted">not stated</span></td><td>Buddhist</td>' in page
    assert len(with_logo) == len(without)


def test_a_logo_comes_with_the_promise_of_a_photo(teacher, world, files):
    sent = {"logo": SimpleUploadedFile("logo.png", drawn(), "image/png")}
    answer = teacher.post(reverse("profiles:logo", args=[world.kaohsiung.code]), sent)
    assert answer.status_code == 422
    assert "nobody under 18 can be recognised can be shown" in answer.content.decode()


def test_a_list_of_schools_carries_no_logo(teacher, world, files, settings, tmp_path):
    send(teacher, world, emblem((20, 40, 120, 255)))
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    rebuild_index()
    page = teacher.get(reverse("directory:find")).content.decode()
    assert world.kaohsiung.name in page
    assert image_of(page) == ""


def test_a_new_logo_takes_the_old_one_off_the_disk(teacher, world, files, django_capture_on_commit_callbacks):
    for colour in ((200, 0, 0, 255), (0, 90, 0, 255), (0, 90, 0, 255)):
        with django_capture_on_commit_callbacks(execute=True):
            send(teacher, world, emblem(colour))
    assert len(list(files.iterdir())) == 1
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (files / profile.logo.name.rsplit("/", 1)[-1]).exists()


def test_a_failed_deed_leaves_the_old_logo_on_the_disk(teacher, world, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(teacher, world, emblem((200, 0, 0, 255)))
        send(teacher, world, SVG)
    assert len(list(files.iterdir())) == 1
    assert SchoolProfile.objects.get(organization=world.kaohsiung).logo


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (SVG, "no JPEG, PNG or WebP picture"),
        (b"", "Choose a picture."),
        (bomb(20_000, 10_000), "more than 40 million pixels"),
        (drawn(20, 20), "only 20 by 20 pixels. Choose one of at least 32 by 32."),
        (drawn(900, 60), "narrow strip of 900 by 60 pixels"),
        (emblem((0, 0, 0, 0)), "transparent everywhere"),
    ],
    ids=["svg", "nothing", "200 megapixels", "small", "line", "empty"],
)
def test_what_cannot_be_shown_gets_its_sentence(teacher, world, files, data, sentence):
    answer = send(teacher, world, data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SchoolProfile.objects.get(organization=world.kaohsiung).logo.name == ""
    assert not files.exists()


@pytest.mark.parametrize("name", ["other.png", "..%2F..%2Fsettings.py", "%2e%2e"])
def test_no_other_file_is_ever_served(client, teacher, world, files, name):
    send(teacher, world, emblem((200, 0, 0, 255)))
    address = reverse("profiles:logo_file", args=[world.kaohsiung.code, "x"])[:-1] + name
    assert client.get(address).status_code == 404


def test_only_the_seat_sets_and_removes(world, files):
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    for person in (world.teacher_california, world.officer, world.stranger):
        with pytest.raises(NotPermitted):
            set_logo(profile=profile, actor=person, data=drawn(), nobody_recognisable=True)
        with pytest.raises(NotPermitted):
            remove_logo(profile=profile, actor=person)


def test_it_is_public_and_goes_with_the_photo_two_years_after_the_last_seat(
    teacher, world, files, django_capture_on_commit_callbacks
):
    rows = classified()["profiles.SchoolProfile"]
    assert {rows[name] for name in ("logo", "logo_size", "photo")} == {("public", "picture")}
    with django_capture_on_commit_callbacks(execute=True):
        send(teacher, world, emblem((200, 0, 0, 255)))
    today = timezone.localdate()
    SchoolProfile.objects.update(created_at=timezone.now() - dt.timedelta(days=2000))
    seats = Appointment.objects.filter(organization=world.kaohsiung)
    seats.update(valid_from=today - dt.timedelta(days=1900), valid_to=today - dt.timedelta(days=LEFT_DAYS))
    assert sweep().get("profiles.SchoolProfile: picture") is None
    seats.update(valid_to=today - dt.timedelta(days=LEFT_DAYS + 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert [sweep().get("profiles.SchoolProfile: picture") for _night in range(2)] == [1, None]
    kept = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (kept.logo.name, kept.logo_size) == ("", [])
    assert list(files.iterdir()) == []
