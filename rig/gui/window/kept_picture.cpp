// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/window/kept_picture.hpp"

#define GLFW_INCLUDE_GLEXT
#include <GLFW/glfw3.h>

#include "rig/model/result.hpp"

namespace ampsweep::rig::gui {
namespace {

/// OpenGL 3.0 functions that a library does not export by name everywhere.
struct Functions {
  PFNGLGENFRAMEBUFFERSPROC generate;
  PFNGLDELETEFRAMEBUFFERSPROC remove;
  PFNGLBINDFRAMEBUFFERPROC bind;
  PFNGLFRAMEBUFFERTEXTURE2DPROC attach;
  PFNGLCHECKFRAMEBUFFERSTATUSPROC status;
  PFNGLBLITFRAMEBUFFERPROC copy;
};

template <class Function>
void find(Function& function, const char* name) {
  function = reinterpret_cast<Function>(glfwGetProcAddress(name));
  if (function != nullptr) return;
  throw SetupError(SetupKind::Device, std::string("this OpenGL has no ") + name,
                   "use a driver with OpenGL 3.0, or LIBGL_ALWAYS_SOFTWARE=1 ampsweep gui");
}

const Functions& gl() {
  static const Functions functions = [] {
    Functions f{};
    find(f.generate, "glGenFramebuffers");
    find(f.remove, "glDeleteFramebuffers");
    find(f.bind, "glBindFramebuffer");
    find(f.attach, "glFramebufferTexture2D");
    find(f.status, "glCheckFramebufferStatus");
    find(f.copy, "glBlitFramebuffer");
    return f;
  }();
  return functions;
}

}  // namespace

KeptPicture::KeptPicture() {
  gl().generate(1, &frame_buffer_);
  glGenTextures(1, &texture_);
}

KeptPicture::~KeptPicture() {
  gl().remove(1, &frame_buffer_);
  glDeleteTextures(1, &texture_);
}

bool KeptPicture::resize(int width, int height) {
  if (width == width_ && height == height_) return false;
  width_ = width;
  height_ = height;
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  // The byte order windows have on most screens: showing it is then a plain copy.
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, width, height, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
               nullptr);
  gl().bind(GL_FRAMEBUFFER, frame_buffer_);
  gl().attach(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  if (gl().status(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    throw SetupError(SetupKind::Device, "OpenGL has no room for the window's picture",
                     "close other programs, or make the window smaller");
  }
  return true;
}

void KeptPicture::draw_into() const { gl().bind(GL_FRAMEBUFFER, frame_buffer_); }

void KeptPicture::show() const {
  gl().bind(GL_READ_FRAMEBUFFER, frame_buffer_);
  gl().bind(GL_DRAW_FRAMEBUFFER, 0);
  gl().copy(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

}  // namespace ampsweep::rig::gui
