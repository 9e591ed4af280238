// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <random>

#include "rig/devices/servo/feetech_codec.hpp"
#include "rig/devices/servo/firmata_codec.hpp"
#include "rig/devices/servo/maestro_codec.hpp"

using namespace ampsweep::rig;

namespace {

/// A status packet built by hand: what a servo says.
Bytes reply(std::uint8_t id, std::uint8_t error, const Bytes& values) {
  Bytes bytes{0xFF, 0xFF, id, static_cast<std::uint8_t>(values.size() + 2), error};
  bytes.insert(bytes.end(), values.begin(), values.end());
  unsigned sum = 0;
  for (std::size_t i = 2; i < bytes.size(); ++i) sum += bytes[i];
  bytes.push_back(static_cast<std::uint8_t>(~sum & 0xFFU));
  return bytes;
}

std::vector<FirmataMessage> messages_in(ByteView bytes) {
  FirmataParser parser;
  std::vector<FirmataMessage> found;
  for (const auto byte : bytes) {
    if (auto message = parser.feed(byte)) found.push_back(*message);
  }
  return found;
}

Bytes noise(std::mt19937& random, std::size_t most) {
  Bytes bytes(std::uniform_int_distribution<std::size_t>{0, most}(random));
  // bytes that protocols are made of come often
  static constexpr std::uint8_t kSpice[] = {0xFF, 0xFF, 0xF0, 0xF7, 0x01, 0x02, 0xE9, 0xF9, 0x6E};
  for (auto& byte : bytes) {
    const auto pick = std::uniform_int_distribution<std::size_t>{0, 511}(random);
    byte = pick < 256 ? static_cast<std::uint8_t>(pick) : kSpice[pick % std::size(kSpice)];
  }
  return bytes;
}

}  // namespace

TEST_SUITE("unit") {
  // Vectors: knob-protocols.md 4.3, 5.3, 7.
  TEST_CASE("maestro codec: the published vectors") {
    const MaestroFraming compact{};
    CHECK(crc7(Bytes{0x83, 0x01}) == 0x17);  // the manual's own example
    CHECK(maestro_set_target(compact, 0, 6000) == Bytes{0x84, 0x00, 0x70, 0x2E, 0x2B});
    CHECK(maestro_set_speed(compact, 0, 140) == Bytes{0x87, 0x00, 0x0C, 0x01, 0x6E});
    CHECK(maestro_set_acceleration(compact, 0, 5) == Bytes{0x89, 0x00, 0x05, 0x00, 0x48});
    CHECK(maestro_get_position(compact, 0) == Bytes{0x90, 0x00, 0x65});
    CHECK(maestro_get_moving(compact) == Bytes{0x93, 0x13});
    CHECK(maestro_get_errors(compact) == Bytes{0xA1, 0x1B});
    CHECK(maestro_go_home(compact) == Bytes{0xA2, 0x49});
    CHECK(maestro_set_target({12, true}, 0, 6000) ==
          Bytes{0xAA, 0x0C, 0x04, 0x00, 0x70, 0x2E, 0x22});
    CHECK(maestro_set_target({std::nullopt, false}, 0, 6000) == Bytes{0x84, 0x00, 0x70, 0x2E});
  }

  TEST_CASE("maestro codec: every single damaged byte fails its CRC, but for high-bit pairs") {
    const Bytes good = maestro_set_target({}, 3, 5432);
    int passed = 0;
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (int flip = 1; flip < 256; ++flip) {
        Bytes bad = good;
        bad[i] = static_cast<std::uint8_t>(bad[i] ^ flip);
        const ByteView body = ByteView{bad}.first(bad.size() - 1);
        if (crc7(body) == bad.back()) ++passed;
      }
    }
    // A burst of 8 bits is one longer than the CRC: x^7 + ... + 1 itself slips through, which flips
    // the high bit and so turns data into a command byte.
    CHECK(passed == 4);
  }

  TEST_CASE("maestro codec: answers are two bytes, low first; errors have names") {
    CHECK(maestro_word(Bytes{0x70, 0x17}) == 6000);
    CHECK_FALSE(maestro_word(Bytes{0x70}).has_value());
    CHECK_FALSE(maestro_word(Bytes{0x70, 0x17, 0x00}).has_value());
    CHECK(maestro_errors(0) == "none");
    CHECK(maestro_errors(8 + 32) == "CRC, timeout");
    CHECK(maestro_errors(256) == "program counter");
  }

  TEST_CASE("feetech codec: the published vectors") {
    CHECK(feetech_ping(1) == Bytes{0xFF, 0xFF, 0x01, 0x02, 0x01, 0xFB});
    CHECK(feetech_write(1, FeetechRegister::TorqueEnable, Bytes{1}) ==
          Bytes{0xFF, 0xFF, 0x01, 0x04, 0x03, 0x28, 0x01, 0xCE});
    CHECK(feetech_write(1, FeetechRegister::Goal, feetech_goal(2048, 500)) ==
          Bytes{0xFF, 0xFF, 0x01, 0x09, 0x03, 0x2A, 0x00, 0x08, 0x00, 0x00, 0xF4, 0x01, 0xCB});
    CHECK(feetech_read(1, FeetechRegister::PresentPosition, 15) ==
          Bytes{0xFF, 0xFF, 0x01, 0x04, 0x02, 0x38, 0x0F, 0xB1});
    const auto limit = [](int value) {
      return feetech_write(1, FeetechRegister::TorqueLimit, feetech_word(value));
    };
    CHECK(limit(150) == Bytes{0xFF, 0xFF, 0x01, 0x05, 0x03, 0x30, 0x96, 0x00, 0x30});
    CHECK(limit(60) == Bytes{0xFF, 0xFF, 0x01, 0x05, 0x03, 0x30, 0x3C, 0x00, 0x8A});
    CHECK(limit(90) == Bytes{0xFF, 0xFF, 0x01, 0x05, 0x03, 0x30, 0x5A, 0x00, 0x6C});
    CHECK(limit(15) == Bytes{0xFF, 0xFF, 0x01, 0x05, 0x03, 0x30, 0x0F, 0x00, 0xB7});
  }

  TEST_CASE("feetech codec: registers 56 to 70 mean what the table says") {
    const auto state =
        feetech_state(Bytes{0x00, 0x08, 0x0A, 0x80, 0x14, 0x04, 120, 41, 0, 32, 1, 0, 0, 5, 0});
    REQUIRE(state.has_value());
    CHECK(state->position == 2048);
    CHECK(state->speed == -10);
    CHECK(state->load == -20);
    CHECK(state->volts == 12.0);
    CHECK(state->celsius == 41);
    CHECK(state->alarms == static_cast<std::uint8_t>(FeetechAlarm::Overload));
    CHECK(state->moving);
    CHECK_FALSE(feetech_state(Bytes(14)).has_value());
    CHECK(feetech_signed(Bytes{0x05, 0x80}, 15) == -5);
  }

  TEST_CASE("feetech parser: a packet is found whole, byte by byte, and behind any noise") {
    const Bytes packet = reply(3, 0, {0x34, 0x12});
    std::mt19937 random{20261122};
    for (int round = 0; round < 300; ++round) {
      Bytes stream = noise(random, 12);
      stream.insert(stream.end(), packet.begin(), packet.end());
      // what noise announced as a longer packet ends with these at the latest
      stream.insert(stream.end(), 80, 0x00);
      FeetechParser parser;
      int found = 0;
      for (const auto byte : stream) {
        parser.feed(Bytes{byte});
        while (auto one = parser.next()) {
          found += one->id == 3 && one->values == Bytes{0x34, 0x12} ? 1 : 0;
        }
      }
      CHECK(found == 1);
    }
  }

  TEST_CASE("feetech parser: every prefix of a packet gives nothing, the rest then gives it") {
    const Bytes packet = reply(7, 4, {1, 2, 3, 4, 5});
    for (std::size_t cut = 0; cut < packet.size(); ++cut) {
      FeetechParser parser;
      parser.feed(ByteView{packet}.first(cut));
      CHECK_FALSE(parser.next().has_value());
      parser.feed(ByteView{packet}.subspan(cut));
      const auto whole = parser.next();
      REQUIRE(whole.has_value());
      CHECK(whole->id == 7);
      CHECK(whole->error == 4);
      CHECK(whole->values == Bytes{1, 2, 3, 4, 5});
      CHECK_FALSE(parser.next().has_value());
    }
  }

  TEST_CASE("feetech parser: no single damaged byte of a packet gives a packet with other values") {
    const Bytes packet = reply(7, 0, {10, 20, 30});
    for (std::size_t i = 0; i < packet.size(); ++i) {
      for (int flip = 1; flip < 256; ++flip) {
        Bytes bad = packet;
        bad[i] = static_cast<std::uint8_t>(bad[i] ^ flip);
        FeetechParser parser;
        parser.feed(bad);
        CHECK_FALSE(parser.next().has_value());
      }
    }
  }

  TEST_CASE("firmata codec: the published vectors") {
    CHECK(firmata_ask_version() == Bytes{0xF9});
    CHECK(firmata_ask_firmware() == Bytes{0xF0, 0x79, 0xF7});
    CHECK(firmata_servo_config(9, 544, 2400) ==
          Bytes{0xF0, 0x70, 0x09, 0x20, 0x04, 0x60, 0x12, 0xF7});
    CHECK(firmata_write(9, 1500) == Bytes{0xE9, 0x5C, 0x0B});
    CHECK(firmata_write(17, 1500) == Bytes{0xF0, 0x6F, 0x11, 0x5C, 0x0B, 0xF7});
    CHECK(firmata_pin_mode(9, FirmataMode::Servo) == Bytes{0xF4, 0x09, 0x04});
    CHECK(firmata_ask_pin(9) == Bytes{0xF0, 0x6D, 0x09, 0xF7});
  }

  TEST_CASE(
      "firmata parser: version, firmware and pin state; analog reports between them pass by") {
    const auto found =
        messages_in(Bytes{0x12, 0xF9, 2,    4,    0xE0, 0x01, 0x02, 0xF0, 0x6E, 9, 4,   0x5C,
                          0x0B, 0xF7, 0xF0, 0x79, 2,    4,    'S',  0,    't',  0, 0xF7});
    REQUIRE(found.size() == 4);
    CHECK(std::get<FirmataVersion>(found[0]).minor == 4);
    CHECK(std::holds_alternative<FirmataOther>(found[1]));
    CHECK(std::get<FirmataPin>(found[2]).pin == 9);
    CHECK(std::get<FirmataPin>(found[2]).mode == 4);
    CHECK(std::get<FirmataPin>(found[2]).value == 1500);
    CHECK(std::get<FirmataFirmware>(found[3]).name == "St");
  }

  TEST_CASE(
      "firmata parser: a message that another one breaks into is given up, cut ones say nothing") {
    const Bytes state{0xF0, 0x6E, 9, 4, 0x5C, 0x0B, 0xF7};
    for (std::size_t cut = 0; cut < state.size(); ++cut) {
      Bytes stream(state.begin(), state.begin() + static_cast<std::ptrdiff_t>(cut));
      CHECK(messages_in(stream).empty());
      stream.insert(stream.end(), {0xF9, 2, 4});
      const auto found = messages_in(stream);
      REQUIRE(found.size() == 1);
      CHECK(std::holds_alternative<FirmataVersion>(found[0]));
    }
  }

  TEST_CASE("parsers: survive any stream of bytes") {
    std::mt19937 random{7};
    std::size_t packets = 0;
    for (int round = 0; round < 600; ++round) {
      const Bytes bytes = noise(random, 300);
      FeetechParser feetech;
      feetech.feed(bytes);
      while (feetech.next()) ++packets;
      packets += messages_in(bytes).size();
    }
    CHECK(packets > 0);  // the spice made some
  }
}
