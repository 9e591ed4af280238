// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a firmware for an Arduino Uno in simavr, its serial port on a pseudo-terminal.
//
//   avr_runner FIRMWARE.hex|FIRMWARE.elf
//
// Prints "terminal NAME" (simavr says more before), then the width in us of each pulse on Uno pin 9
// (PB1), one a line. Ends when its standard input does. A program of its own, linked into nothing:
// simavr is under the GPL 3.
#include <avr_ioport.h>
#include <fcntl.h>
#include <poll.h>
#include <sim_avr.h>
#include <sim_elf.h>
#include <sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uart_pty.h>
#include <unistd.h>

static void pin_changed(struct avr_irq_t* irq, uint32_t value, void* param) {
  static avr_cycle_count_t up;
  const avr_t* avr = param;
  (void)irq;
  if (value) {
    up = avr->cycle;
  } else if (up) {
    printf("pulse %.3f\n", (double)(avr->cycle - up) / 16.0);
    fflush(stdout);
  }
}

static avr_t* load(const char* file) {
  avr_t* avr = avr_make_mcu_by_name("atmega328p");
  if (!avr || avr_init(avr) != 0) return NULL;
  avr->frequency = 16000000;
  const char* end = strrchr(file, '.');
  if (end && strcmp(end, ".elf") == 0) {
    elf_firmware_t firmware = {0};
    if (elf_read_firmware(file, &firmware) != 0) return NULL;
    firmware.frequency = 16000000;
    avr_load_firmware(avr, &firmware);
    return avr;
  }
  uint32_t size = 0;
  uint32_t start = 0;
  uint8_t* bytes = read_ihex_file(file, &size, &start);
  if (!bytes || start + size > avr->flashend) return NULL;
  memcpy(avr->flash + start, bytes, size);
  avr->pc = start;
  avr->codeend = avr->flashend;
  free(bytes);
  return avr;
}

int main(int argc, char** argv) {
  avr_t* avr = argc == 2 ? load(argv[1]) : NULL;
  if (!avr) {
    fprintf(stderr, "usage: avr_runner FIRMWARE.hex|FIRMWARE.elf\n");
    return 2;
  }
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 1), pin_changed, avr);
  uart_pty_t uart;
  uart_pty_init(avr, &uart);
  uart_pty_connect(&uart, '0');
  printf("terminal %s\n", uart.pty.slavename);
  fflush(stdout);
  for (long steps = 0;; ++steps) {
    const int state = avr_run(avr);
    if (state == cpu_Done || state == cpu_Crashed) return 1;
    if (steps % 100000 != 0) continue;
    struct pollfd end = {0, POLLIN, 0};
    // Nothing is ever written to us. The terminal's thread still runs: no clean-up.
    if (poll(&end, 1, 0) > 0) _exit(0);
  }
}
