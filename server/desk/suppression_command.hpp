#pragma once

#include <variant>

#include "server/desk/suppression.hpp"

namespace foreshock::desk {

struct AddSilence {
    Silence draft;
    Act act;
};

struct EditSilence {
    std::string id;
    SilenceEdit edit;
    Act act;
};

struct ExpireSilence {
    std::string id;
    Act act;
};

struct AddWindow {
    MaintenanceWindow draft;
    Act act;
};

struct EditWindow {
    std::string id;
    WindowEdit edit;
    Act act;
};

struct ExpireWindow {
    std::string id;
    Act act;
};

/// What people do to silences and windows.
using SuppressionCommand =
    std::variant<AddSilence, EditSilence, ExpireSilence, AddWindow, EditWindow, ExpireWindow>;

/// The silence or the window as it is now, by the kind of the command.
using SuppressionAnswer = std::variant<Silence, MaintenanceWindow>;

/// As the method of Suppression that the command names.
Result<SuppressionAnswer> carry_out(Suppression& suppression, const SuppressionCommand& command,
                                    SuppressionChanges& changes);

}  // namespace foreshock::desk
