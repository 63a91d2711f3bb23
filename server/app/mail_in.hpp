#pragma once

#include <istream>
#include <string>

#include "server/app/configuration.hpp"

namespace foreshock::app {

/// Exit codes of <sysexits.h>: a mail server keeps a mail after 75 and tries again, and returns it
/// to its sender after the others.
enum class MailExit : int { taken = 0, data_error = 65, temporary = 75, configuration = 78 };

/// Hands the mail on `in` to the running server (POST /api/v1/mail, at server.listen) and says on
/// `complaint` what went wrong. A server that is away, busy or cannot store is temporary.
MailExit deliver_mail(std::istream& in, const Configuration& configuration, std::string& complaint);

/// What an HTTP answer means to the mail server.
MailExit mail_exit_of(long status);

}  // namespace foreshock::app
