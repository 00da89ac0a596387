# desk_sample.py: a small program for test_desk.py to be a person at
#
# SPDX-License-Identifier: GPL-3.0-or-later

import gi

gi.require_version('Gtk', '4.0')
from gi.repository import Gio, Gtk


def page_of_keys(stack, answer):
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
    key = Gtk.Button(label='_Take', use_underline=True)
    key.connect('clicked', lambda _: answer.set_label('Taken'))
    box.append(key)
    entry = Gtk.Entry()
    entry.update_property([Gtk.AccessibleProperty.LABEL], ['Search'])
    entry.connect('activate', lambda e: answer.set_label('Searched ' + e.get_text()))
    box.append(entry)
    other = Gtk.Button(label='Other page')
    other.connect('clicked', lambda _: stack.set_visible_child_name('other'))
    box.append(other)
    end = Gtk.Button(label='Fail')
    end.connect('clicked', lambda _: exit(7))
    box.append(end)
    return box


def list_of_orders(answer):
    view = Gtk.ListBox()
    for number in range(30):
        label = Gtk.Label(label=f'WO-{number}', height_request=48)
        row = Gtk.ListBoxRow(child=label)
        row.update_property([Gtk.AccessibleProperty.LABEL], [f'Order WO-{number}'])
        view.append(row)
    view.connect('row-activated', lambda _, row: answer.set_label(f'Opened {row.get_index()}'))
    return Gtk.ScrolledWindow(child=view, vexpand=True)


def activate(application):
    answer = Gtk.Label(label='Nothing yet')
    stack = Gtk.Stack(vexpand=True)
    page = page_of_keys(stack, answer)
    page.append(list_of_orders(answer))
    stack.add_named(page, 'keys')
    stack.add_named(Gtk.Label(label='Hidden so far'), 'other')
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    box.append(answer)
    box.append(stack)
    window = Gtk.ApplicationWindow(application=application, title='Sample', child=box,
                                   default_width=800, default_height=600)
    window.present()


app = Gtk.Application(application_id='org.stanok.Sample', flags=Gio.ApplicationFlags.NON_UNIQUE)
app.connect('activate', activate)
app.run([])
