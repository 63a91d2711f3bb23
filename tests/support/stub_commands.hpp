#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collectors/command.hpp"

namespace foreshock::test {

/// Programs that answer as they are told to, by the whole command line: "smartctl -a /dev/sda".
/// A command line that nobody spoke of is a program that does not exist.
class StubCommands final : public collectors::CommandRunner {
public:
    using Outcome = Result<collectors::CommandOutput>;

    Result<std::unique_ptr<collectors::RunningCommand>> start(
        collectors::Command command) override {
        std::string line;
        for (const std::string& argument : command.arguments)
            line += (line.empty() ? "" : " ") + argument;
        started.push_back(line);
        if (refuse) return fail(Errc::unavailable, line + ": refused");
        const auto found = answers.find(line);
        if (found == answers.end()) return fail(Errc::no_data, line + ": no such program");
        return std::make_unique<Running>(*this, found->second);
    }

    /// A program that ends well and writes this.
    void answer(const std::string& line, std::string output, int exit_code = 0) {
        answers.insert_or_assign(line, collectors::CommandOutput{exit_code, std::move(output), ""});
    }

    std::map<std::string, Outcome> answers;
    std::vector<std::string> started;  ///< every command line, in order
    bool refuse = false;               ///< every start is refused
    bool hold = false;                 ///< what runs does not end yet
    std::size_t running_most = 0;      ///< at any one time

private:
    class Running final : public collectors::RunningCommand {
    public:
        Running(StubCommands& stub, Outcome outcome) : stub_(stub), outcome_(std::move(outcome)) {
            stub_.running_most = std::max(stub_.running_most, ++*running_);
        }

        ~Running() override { --*running_; }

        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

        std::optional<Outcome> poll() override {
            if (stub_.hold || told_) return std::nullopt;
            told_ = true;
            return outcome_;
        }

    private:
        StubCommands& stub_;
        std::shared_ptr<std::size_t> running_ = stub_.running_;
        Outcome outcome_;
        bool told_ = false;
    };

    /// Shared: a bench is taken down from its end, and the collector that asks may go last.
    std::shared_ptr<std::size_t> running_ = std::make_shared<std::size_t>(0);
};

}  // namespace foreshock::test
