#pragma once

#include <string>

#include "server/words/word_book.hpp"

namespace foreshock::app {

/// The words that the program brings, and over them the files LANGUAGE/*.txt of `folder` (empty:
/// none). unreadable when the folder or a file of it cannot be read; invalid, with every complaint
/// and its file:line, when a file is none of words.
Result<words::WordBook> open_words(const std::string& folder);

}  // namespace foreshock::app
