#include "server/triage/words.hpp"

#include <catch2/catch.hpp>

namespace foreshock::triage {
namespace {

std::vector<std::string> texts_of(std::string_view text) {
    std::vector<std::string> texts;
    for (const Word& word : split_words(text))
        texts.push_back(word.text());
    return texts;
}

TEST_CASE("words: letters in lower case, a run of digits is one 0, marks part", "[triage]") {
    CHECK(texts_of("Disk /dev/sdb1 is 99.7% FULL!") ==
          std::vector<std::string>{"disk", "dev", "sdb0", "is", "0", "0", "full"});
    CHECK(texts_of("vm.max_map_count") == std::vector<std::string>{"vm", "max_map_count"});
    CHECK(texts_of("Gerät – “läuft” nicht…") ==
          std::vector<std::string>{"gerät", "läuft", "nicht"});
}

TEST_CASE("words: a Thai phrase is one word of clusters that never begin with a tone mark",
          "[triage]") {
    const std::vector<Word> words = split_words("ดิสก์เต็ม web");
    REQUIRE(words.size() == 2);
    CHECK(words[0].is_thai);
    CHECK(words[0].pieces == std::vector<std::string>{"ดิ", "ส", "ก์", "เต็", "ม"});
    CHECK(words[0].text(3, 2) == "เต็ม");
    CHECK_FALSE(words[1].is_thai);
}

TEST_CASE("words: the mark of repetition and blanks part Thai phrases", "[triage]") {
    CHECK(texts_of("บ่อย ๆ ช้า") == std::vector<std::string>{"บ่อย", "ช้า"});
}

TEST_CASE("words: bytes that are no UTF-8 part words and harm nothing", "[triage]") {
    CHECK(texts_of("full\xff\xfe"
                   "disk \xe0\xb8") == std::vector<std::string>{"full", "disk"});
    CHECK(texts_of(std::string_view{"a\0b", 3}) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("words: only the first text_bytes_max bytes are read", "[triage]") {
    std::string text(text_bytes_max, ' ');
    text += "unread";
    CHECK(texts_of(text).empty());
    text[text_bytes_max - 1] = 'x';
    CHECK(texts_of(text) == std::vector<std::string>{"x"});
}

TEST_CASE("words: what has more than pieces_max letters continues as another word", "[triage]") {
    const std::vector<Word> words = split_words(std::string(Word::pieces_max + 1, 'a'));
    REQUIRE(words.size() == 2);
    CHECK(words[0].pieces.size() == Word::pieces_max);
    CHECK(words[1].pieces.size() == 1);
}

}  // namespace
}  // namespace foreshock::triage
