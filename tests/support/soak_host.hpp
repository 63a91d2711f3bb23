#pragma once

#include <cstdint>
#include <string>

#include "tests/support/agent_world.hpp"

namespace foreshock::test {

/// A host in whose day things move: load, memory, pressure and counters every tick; a symptom every
/// two hours.
class SoakHost {
public:
    explicit SoakHost(AgentWorld& world) : world_(world) {
        world_.only({"load", "memory", "vmstat", "cpu", "pressure"});
        move();
    }

    /// Seconds of the host, each with a tick.
    void run(Duration span) {
        for (Duration passed{}; passed < span; passed += Duration{1000}) {
            move();
            world_.run(Duration{1000});
        }
    }

private:
    static std::string number(std::uint64_t value) { return std::to_string(value); }

    void move() {
        ++second_;
        noise_ = noise_ * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::uint64_t wave = (noise_ >> 33U) % 1000;
        const bool is_busy = second_ % 7200 > 7000;
        world_.set_load(is_busy ? 90 : 1 + static_cast<double>(wave) / 1000);
        auto& files = world_.host.files;
        const std::uint64_t busy = second_ * 50 + wave;
        files["proc/stat"] = "cpu  " + number(busy) + " 0 " + number(second_ * 10) + " " +
                             number(second_ * 140) + " 0 0 0 0 0 0\ncpu0 " + number(busy) + " 0 " +
                             number(second_ * 10) + " " + number(second_ * 140) +
                             " 0 0 0 0 0 0\nctxt " + number(second_ * 900) + "\nbtime 1789990000\n";
        files["proc/meminfo"] = "MemTotal: 16000000 kB\nMemFree: " + number(8000000 + wave * 1000) +
                                " kB\nMemAvailable: " + number(9000000 + wave * 1000) +
                                " kB\nBuffers: 1000 kB\nCached: 2000 kB\nSwapTotal: 0 kB\n"
                                "SwapFree: 0 kB\n";
        files["proc/vmstat"] = "pgpgin " + number(second_ * 7) + "\npgpgout " +
                               number(second_ * 9) + "\npgfault " + number(second_ * 100 + wave) +
                               "\npgmajfault " + number(second_) + "\noom_kill 0\n";
        for (const char* resource : {"cpu", "memory", "io"}) {
            files["proc/pressure/" + std::string{resource}] =
                "some avg10=0." + number(wave) +
                " avg60=0.00 avg300=0.00 total=" + number(second_ * 10) +
                "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";
        }
    }

    AgentWorld& world_;
    std::uint64_t second_ = 0;
    std::uint64_t noise_ = 42;
};

}  // namespace foreshock::test
