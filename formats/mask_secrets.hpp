#pragma once

#include <string>
#include <string_view>

namespace foreshock::formats {

/// The line with "***" in the place of what looks like a secret: values of keys such as password,
/// token, api_key ("key=value", "key: value", "\"key\": \"value\"", "--key value"), Authorization
/// and Cookie headers, "Bearer …", the password of "scheme://user:password@host", tokens of known
/// shape (JWT, AWS, GitHub, Slack), PEM blocks and lines of nothing but base64, as their bodies
/// are. Rather too much than too little. Masking twice changes nothing more.
std::string mask_secrets(std::string_view line);

}  // namespace foreshock::formats
