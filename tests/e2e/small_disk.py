# small_disk.py: runs a program that sees a disk of a few megabytes in one of its folders
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: small_disk.py MEGABYTES FOLDER PROGRAM [ARGUMENT ...]
#
# The disk is a tmpfs in a mount namespace of the program's own; without root, in a user namespace
# too, with the same user. Who stands outside reaches it by "root" in /proc/PID. Status 77: this
# machine allows neither.

import ctypes
import os
import sys

NEW_NS, NEW_USER = 0x00020000, 0x10000000
PRIVATE = 0x4000 | (1 << 18)         # MS_REC | MS_PRIVATE


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    megabytes, folder, arguments = sys.argv[1], sys.argv[2], sys.argv[3:]
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    os.makedirs(folder, exist_ok=True)
    if libc.unshare(NEW_NS) != 0:
        if libc.unshare(NEW_NS | NEW_USER) != 0:
            sys.exit(77)
        write('/proc/self/setgroups', 'deny')
        write('/proc/self/uid_map', f'{user} {user} 1')
        write('/proc/self/gid_map', f'{group} {group} 1')
    libc.mount(b'none', b'/', None, PRIVATE, None)
    options = f'size={megabytes}m,mode=700,uid={user},gid={group}'.encode()
    if libc.mount(b'tmpfs', os.fsencode(folder), b'tmpfs', 0, options) != 0:
        print(f'{folder}: {os.strerror(ctypes.get_errno())}', file=sys.stderr)
        sys.exit(77)
    # With the pid of this one: who started it watches the program itself.
    os.execv(arguments[0], arguments)


main()
