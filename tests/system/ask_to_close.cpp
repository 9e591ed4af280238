// SPDX-License-Identifier: GPL-3.0-or-later
// What a desktop does when somebody clicks a window's cross: asks it, by WM_DELETE_WINDOW. Xvfb has
// no window manager, and xdotool can only destroy. Usage: ask_to_close WINDOW_ID
#include <X11/Xlib.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  Display* display = XOpenDisplay(nullptr);
  if (argc != 2 || display == nullptr) {
    std::fputs("usage: ask_to_close WINDOW_ID, with DISPLAY set\n", stderr);
    return 2;
  }
  XEvent event{};
  event.xclient.type = ClientMessage;
  event.xclient.window = std::strtoul(argv[1], nullptr, 0);
  event.xclient.message_type = XInternAtom(display, "WM_PROTOCOLS", False);
  event.xclient.format = 32;
  event.xclient.data.l[0] = static_cast<long>(XInternAtom(display, "WM_DELETE_WINDOW", False));
  event.xclient.data.l[1] = CurrentTime;
  const bool sent = XSendEvent(display, event.xclient.window, False, NoEventMask, &event) != 0;
  XCloseDisplay(display);
  return sent ? 0 : 1;
}
