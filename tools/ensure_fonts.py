"""Fonts for four scripts, so that pages and pictures show no empty boxes. Tests go on without them, and say so."""

import sys

from apt import apt_install

from mado.cli.doctor import fonts


def main() -> int:
    if fonts().ok:
        return 0
    apt_install("fontconfig", "fonts-noto-cjk", because="No fonts for Chinese, Japanese and Korean")
    if not fonts().ok:
        print(f"Mado: {fonts().line()}. Going on; pictures of pages will show empty boxes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
