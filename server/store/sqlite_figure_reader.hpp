#pragma once

#include "server/statistics/figures.hpp"
#include "server/store/connection_pool.hpp"

namespace foreshock::store {

class SqliteFigureReader final : public statistics::FigureReader {
public:
    explicit SqliteFigureReader(ConnectionPool& readers) : readers_(readers) {}

    Result<std::vector<statistics::IncidentFigures>> figures(TimePoint begin,
                                                             TimePoint end) const override;

private:
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
