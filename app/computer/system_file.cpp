// SPDX-License-Identifier: GPL-3.0-or-later
// Small files of the kernel.
#include "app/computer/system_file.h"

#include <QFile>

namespace doctor::computer
{

std::optional<QByteArray> readSystemFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll(); // such files have no size that could be asked for before
}

std::vector<qint64> readSystemNumbers(const QString& path)
{
    std::vector<qint64> numbers;
    const auto text = readSystemFile(path);
    if (!text)
        return numbers;
    for (const QByteArray& word : text->simplified().split(' ')) {
        bool isNumber = false;
        const qint64 number = word.toLongLong(&isNumber);
        if (!isNumber)
            return {};
        numbers.push_back(number);
    }
    return numbers;
}

std::optional<qint64> readSystemNumber(const QString& path)
{
    const auto numbers = readSystemNumbers(path);
    return numbers.empty() ? std::nullopt : std::optional(numbers.front());
}

} // namespace doctor::computer
