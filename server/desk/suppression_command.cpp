#include "server/desk/suppression_command.hpp"

namespace foreshock::desk {
namespace {

template <class Item>
Result<SuppressionAnswer> answer(Result<Item> done) {
    if (!done) return fail(std::move(done).error());
    return SuppressionAnswer{std::move(*done)};
}

struct CarryOut {
    Suppression& suppression;
    SuppressionChanges& changes;

    Result<SuppressionAnswer> operator()(const AddSilence& one) const {
        return answer(suppression.add(one.draft, one.act, changes));
    }

    Result<SuppressionAnswer> operator()(const EditSilence& one) const {
        return answer(suppression.edit(one.id, one.edit, one.act, changes));
    }

    Result<SuppressionAnswer> operator()(const ExpireSilence& one) const {
        return answer(suppression.expire_silence(one.id, one.act, changes));
    }

    Result<SuppressionAnswer> operator()(const AddWindow& one) const {
        return answer(suppression.add(one.draft, one.act, changes));
    }

    Result<SuppressionAnswer> operator()(const EditWindow& one) const {
        return answer(suppression.edit(one.id, one.edit, one.act, changes));
    }

    Result<SuppressionAnswer> operator()(const ExpireWindow& one) const {
        return answer(suppression.expire_window(one.id, one.act, changes));
    }
};

}  // namespace

Result<SuppressionAnswer> carry_out(Suppression& suppression, const SuppressionCommand& command,
                                    SuppressionChanges& changes) {
    return std::visit(CarryOut{suppression, changes}, command);
}

}  // namespace foreshock::desk
