"""One file out of a ZIP archive: stored, deflated, or compressed by zstd (method 93).

Python reads method 93 from 3.14 on; until then the bytes are taken out by hand. The size is bounded
by what the directory of the archive says and by a limit of ours, whichever is less, so that a small
archive cannot grow without end; length and checksum are compared.
"""

import struct
import zlib
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_ENTRIES = 200_000
MOST_BYTES = 64 * 2**20
_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")


class RefusedArchive(ValueError):
    """An archive that cannot be read, or that would do harm; says why."""


def member(stream: BinaryIO, name: str) -> bytes:
    """The file of that name in an archive; raises RefusedArchive."""
    try:
        with ZipFile(stream) as archive:
            infos = [info for info in archive.infolist() if info.filename == name]
            if len(archive.infolist()) > MOST_ENTRIES:
                raise RefusedArchive(f"it has more than {MOST_ENTRIES:,} files")
    except (BadZipFile, NotImplementedError, struct.error, ValueError, EOFError) as wrong:
        if isinstance(wrong, RefusedArchive):
            raise
        raise RefusedArchive("it is no ZIP archive, or a part of one") from None
    if len(infos) != 1:
        raise RefusedArchive(f"it has {'no' if not infos else 'more than one'} `{name}`")
    info = infos[0]
    if info.file_size > MOST_BYTES:
        raise RefusedArchive(f"`{name}` is longer than {MOST_BYTES // 2**20} MB")
    if info.flag_bits & 1:
        raise RefusedArchive(f"`{name}` is encrypted")
    found = _plain(info, _compressed(stream, info))
    if len(found) != info.file_size or zlib.crc32(found) != info.CRC:
        raise RefusedArchive(f"`{name}` is damaged: length or checksum differ")
    return found


def _compressed(stream: BinaryIO, info: ZipInfo) -> bytes:
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise RefusedArchive(f"`{info.filename}` does not stand where the archive says")
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    if info.compress_size > MOST_BYTES:
        raise RefusedArchive(f"`{info.filename}` is longer than {MOST_BYTES // 2**20} MB")
    stream.seek(info.header_offset + _LOCAL_HEADER.size + name_length + extra_length)
    return stream.read(info.compress_size)


def _plain(info: ZipInfo, data: bytes) -> bytes:
    most = info.file_size + 1  # one more than promised shows that there is more
    match info.compress_type:
        case 0:
            return data
        case 8:
            try:
                return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most)
            except zlib.error:
                raise RefusedArchive(f"`{info.filename}` is damaged") from None
        case 93:
            return _from_zstd(info, data, most)
        case method:
            raise RefusedArchive(f"`{info.filename}` is compressed in an unknown way ({method})")


def _from_zstd(info: ZipInfo, data: bytes, most: int) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(data) as reader:
            return reader.read(most)
    except zstandard.ZstdError:
        raise RefusedArchive(f"`{info.filename}` is damaged") from None
