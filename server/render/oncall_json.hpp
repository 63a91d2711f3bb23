#pragma once

#include <string>

#include "server/oncall/schedule.hpp"
#include "server/people/person.hpp"

namespace foreshock::render {

/// Who is on call by one schedule: {"schedule","title","team","zone","now","next"}.
std::string on_call_json(const oncall::Schedule& schedule, const oncall::OnCall& who);

/// A schedule with its shifts, gaps and overlaps, and the names in it that nobody has.
std::string cover_json(const oncall::Schedule& schedule, const oncall::Cover& cover,
                       const people::Directory& directory);

std::string override_json(const oncall::Override& one);

}  // namespace foreshock::render
