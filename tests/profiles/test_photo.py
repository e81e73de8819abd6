"""The school's picture: what is taken, what is refused and why, and that nothing of the sent file is kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mado.profiles.engine.photo import BYTES_MOST, EDGE_MOST, PictureFault, clean_picture
from mado.profiles.models import SchoolProfile
from mado.profiles.services import remove_photo, set_photo
from tests.profiles.picture_files import BAD, SVG, bomb, drawn, kept_in

EXIF_ORIENTATION, EXIF_MAKER, EXIF_GPS = 0x0112, 0x010F, 0x8825


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_fit_picture_is_refused_with_its_reason(name):
    data, fault = BAD[name]
    with pytest.raises(PictureFault) as caught:
        clean_picture(data)
    assert caught.value.fault == fault


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_usual_picture_becomes_a_small_jpeg(kind, mode):
    clean = clean_picture(drawn(3000, 2000, kind, mode))
    assert (clean.width, clean.height) == (EDGE_MOST, 1067)
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (1600, 1067))


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKER] = 6, "Camera of Lin Ya-ting"
    exif.get_ifd(EXIF_GPS)[2] = (22.0, 37.0, 31.8)
    sent = drawn(800, 400, exif=exif, comment=b"pupil names", icc_profile=b"x" * 200)
    clean = clean_picture(sent)
    assert (clean.width, clean.height) == (400, 800)
    assert b"Camera" not in clean.data
    assert b"pupil" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert dict(kept.getexif()) == {}
        assert {"icc_profile", "comment", "exif"} & set(kept.info) == set()


def test_what_hides_behind_the_picture_is_gone():
    assert b"<script>" not in clean_picture(drawn() + b"<script>alert(1)</script>").data


def test_see_through_becomes_white():
    clean = clean_picture(drawn(300, 300, "PNG", "LA"))
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert kept.getpixel((5, 5))[0] > 150


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 3000),
    place=st.integers(0, 2000),
    noise=st.binary(max_size=12),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
)
def test_a_damaged_picture_is_a_picture_or_a_fault_and_nothing_else(cut, place, noise, kind):
    data = bytearray(drawn(220, 220, kind))
    data[place : place + len(noise)] = noise
    try:
        clean = clean_picture(bytes(data[: max(10, len(data) - cut)]))
    except PictureFault as fault:
        assert fault.fault in ("no_picture", "broken", "too_many_pixels", "too_small")
    else:
        assert clean.data.startswith(b"\xff\xd8")


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    with kept_in(tmp_path):
        yield tmp_path / "school-pictures"


@pytest.fixture
def teacher(client, world):
    client.force_login(world.teacher_kaohsiung)
    return client


WORDS = {"alt": "榕樹下的校門", "nobody_recognisable": "on"}


def send(client, world, data, name="gate.png", **words):
    sent = {**WORDS, **words, "photo": SimpleUploadedFile(name, data, "image/png")}
    return client.post(reverse("profiles:photo", args=[world.kaohsiung.code]), sent)


def picture_on(client, world):
    page = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    start = page.find("school-pictures/")
    return page[page.rfind('"', 0, start) + 1 : page.find('"', start)] if start > 0 else ""


def test_a_picture_is_sent_shown_to_everybody_and_removed(
    teacher, client, world, files, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert send(teacher, world, drawn(900, 600, "PNG")).status_code == 302
    client.logout()
    page = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    assert 'alt="榕樹下的校門"' in page
    assert 'width="900" height="600"' in page
    answer = client.get(picture_on(client, world))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    address = picture_on(client, world)
    teacher.force_login(world.teacher_kaohsiung)
    with django_capture_on_commit_callbacks(execute=True):
        teacher.post(reverse("profiles:photo_remove", args=[world.kaohsiung.code]))
    assert client.get(address).status_code == 404
    assert list(files.iterdir()) == []


def test_a_new_picture_takes_the_old_one_off_the_disk(teacher, world, files, django_capture_on_commit_callbacks):
    for width in (400, 500, 500):
        with django_capture_on_commit_callbacks(execute=True):
            send(teacher, world, drawn(width, 300))
    assert len(list(files.iterdir())) == 1
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert profile.photo_size == [500, 300]
    assert (files / profile.photo.name.rsplit("/", 1)[-1]).exists()


@pytest.mark.parametrize(
    "case",
    [
        (SVG, {}, "no JPEG, PNG or WebP picture"),
        (bomb(20_000, 10_000), {}, "more than 40 million pixels"),
        (drawn(60, 60), {}, "only 60 by 60 pixels"),
        (b"\xff\xd8" + b"\0" * (BYTES_MOST + 5), {}, "larger than 8 MB"),
        (drawn(), {"nobody_recognisable": ""}, "nobody under 18 can be recognised"),
        (drawn(), {"alt": " "}, "Say in a few words what can be seen"),
        (drawn(), {"alt": "x" * 161}, "at most 160 characters"),
    ],
    ids=["svg", "200 megapixels", "stamp", "heavy", "recognisable", "no words", "many words"],
)
def test_what_cannot_be_shown_gets_its_sentence(teacher, world, files, case):
    data, words, sentence = case
    answer = send(teacher, world, data, **words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SchoolProfile.objects.get(organization=world.kaohsiung).photo.name == ""
    assert not files.exists()


def test_without_a_picture_there_is_nothing_to_describe(teacher, world, files):
    answer = teacher.post(reverse("profiles:photo", args=[world.kaohsiung.code]), WORDS)
    assert "Choose a picture." in answer.content.decode()


def test_the_words_change_without_sending_the_picture_again(teacher, world, files):
    send(teacher, world, drawn())
    name = SchoolProfile.objects.get(organization=world.kaohsiung).photo.name
    teacher.post(reverse("profiles:photo", args=[world.kaohsiung.code]), {**WORDS, "alt": "操場"})
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (profile.photo.name, profile.photo_alt) == (name, "操場")


@pytest.mark.parametrize("name", ["other.jpg", "..%2F..%2Fsettings.py", "%2e%2e"])
def test_no_other_file_is_ever_served(client, teacher, world, files, name):
    send(teacher, world, drawn())
    address = reverse("profiles:photo_file", args=[world.kaohsiung.code, "x"])[:-1] + name
    assert client.get(address).status_code == 404


def test_only_the_seat_sets_and_removes(world, files):
    from mado.kernel.errors import NotPermitted

    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    for person in (world.teacher_california, world.officer, world.stranger):
        with pytest.raises(NotPermitted):
            set_photo(profile=profile, actor=person, data=drawn(), alt="x", nobody_recognisable=True)
        with pytest.raises(NotPermitted):
            remove_photo(profile=profile, actor=person)
