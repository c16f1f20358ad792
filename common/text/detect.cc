#include "common/text/detect.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <bitset>
#include <cstdlib>
#include <memory>
#include <string>

#include "common/base/utf8.h"
#include "common/data/table.h"
#include "common/text/simplify.h"
#include "common/text/transcode.h"

extern "C" const char qushu_common_characters_tsv[], qushu_common_characters_tsv_end[];

namespace qushu {
namespace {

constexpr size_t kSampleBytes = 64 << 10;
constexpr size_t kSamplePieces = 8;
constexpr double kFits = 0.25;      // a wrong decoding stays below it
constexpr double kCloseCall = 0.6;  // of the best one's score
constexpr size_t kFewCharacters = 8;

using CharacterSet = std::bitset<0x10000>;

const CharacterSet& CommonCharacters() {
  static const CharacterSet* const kSet = [] {
    auto* set = new CharacterSet;
    const auto table = ParseTable(
        "common_characters.tsv",
        {qushu_common_characters_tsv,
         static_cast<size_t>(qushu_common_characters_tsv_end - qushu_common_characters_tsv)},
        {"character"});
    if (!table.ok()) std::abort();  // the test of the table is for this
    for (const TableRow& row : table->rows) set->set(CodePointAt(row.cells[0], 0));
    return set;
  }();
  return *kSet;
}

struct Look {
  size_t others = 0;  // characters that are not ASCII
  double score = 0;
};

Look LookAt(std::string_view utf8) {
  const CharacterSet& common = CommonCharacters();
  Look look;
  double points = 0;
  for (size_t at = 0; at < utf8.size(); at += CharSize(utf8[at])) {
    const char32_t c = CodePointAt(utf8, at);
    if (c < 0x80) {
      if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') points -= 1;
      continue;
    }
    if (c == 0xFEFF) continue;
    ++look.others;
    if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0x80 && c < 0xA0)) {
      points -= 4;
    } else if ((c < 0x10000 && common[Simplify(c)]) || (c >= 0x3000 && c <= 0x3011) ||
               c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || (c >= 0xFF10 && c <= 0xFF19) ||
               (c >= 0x2014 && c <= 0x2026)) {
      points += 1;
    }
  }
  if (look.others > 0) look.score = std::clamp(points / static_cast<double>(look.others), 0.0, 1.0);
  return look;
}

// Pieces from all over the text: a page begins with markup and menus. They begin at even bytes.
std::string Sample(std::string_view bytes) {
  if (bytes.size() <= kSampleBytes) return std::string(bytes);
  std::string sample;
  constexpr size_t kPiece = kSampleBytes / kSamplePieces;
  for (size_t i = 0; i < kSamplePieces; ++i) {
    const size_t at = (bytes.size() - kPiece) / (kSamplePieces - 1) * i;
    // Behind a byte that no character of two bytes has, so that none is cut.
    size_t begin = at + at % 2;
    for (size_t to = begin; to > 0 && to < at + 2048; to += 2) {
      if (static_cast<unsigned char>(bytes[to - 1]) < 0x40) {
        begin = to;
        break;
      }
    }
    sample.append(bytes.substr(begin, kPiece - kPiece % 2));
  }
  return sample;
}

std::optional<Encoding> IcuGuess(std::string_view sample) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error),
                                                                            &ucsdet_close);
  if (U_FAILURE(error)) return std::nullopt;
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr) return std::nullopt;
  const char* name = ucsdet_getName(match, &error);
  return U_FAILURE(error) || name == nullptr ? std::nullopt : FindEncoding(name);
}

// Whether most of what is not ASCII is characters of UTF-8.
bool IsBrokenUtf8(std::string_view sample) {
  size_t good = 0;
  size_t bad = 0;
  for (size_t at = 0; at < sample.size();) {
    const std::string_view rest = sample.substr(at, 4);
    const uint32_t size = CharSize(rest[0]);
    if (size == 1 && static_cast<unsigned char>(rest[0]) < 0x80) {
      ++at;
    } else if (size > 1 && ValidPrefix(rest.substr(0, size)) == size) {
      good += size >= 3;
      at += size;
    } else {
      ++bad;
      ++at;
    }
  }
  return good > bad;
}

}  // namespace

std::optional<double> Chineseness(std::string_view utf8) {
  const Look look = LookAt(utf8);
  if (look.others == 0) return std::nullopt;
  return look.score;
}

bool LooksLikeUtf16(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  return bytes.size() % 2 == 0 && std::min(zeros[0], zeros[1]) * 4 < std::max(zeros[0], zeros[1]) &&
         std::max(zeros[0], zeros[1]) * 50 > head.size();
}

std::optional<Guess> GuessEncoding(std::string_view bytes) {
  const std::string sample = Sample(bytes);
  if (IsBrokenUtf8(sample)) return std::nullopt;
  Look best;
  Look second;
  Guess guess;
  Encoding runner_up = Encoding::kUtf8;
  for (Encoding encoding :
       {Encoding::kGb18030, Encoding::kBig5, Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    const bool utf16 = encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf16Be;
    if (utf16 && bytes.size() % 2 != 0) continue;
    Look look = LookAt(TranscodeLoosely(sample, encoding));
    // Read as UTF-16, ASCII is Han too: such a text has to look the more Chinese.
    if (utf16 && !LooksLikeUtf16(bytes)) look.score *= 0.8;
    if (look.score > best.score) {
      second = best;
      runner_up = guess.encoding;
      best = look;
      guess.encoding = encoding;
    } else if (look.score > second.score) {
      second = look;
      runner_up = encoding;
    }
  }
  if (best.score < kFits) return std::nullopt;
  if (second.score > best.score * kCloseCall) {
    guess.doubtful = true;
    const std::optional<Encoding> icu = IcuGuess(sample);
    if (icu == runner_up && second.score > best.score * 0.9) guess.encoding = runner_up;
  }
  guess.doubtful = guess.doubtful || best.others < kFewCharacters;
  return guess;
}

}  // namespace qushu
