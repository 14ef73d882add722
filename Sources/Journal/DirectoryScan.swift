// What an audit asks of the directory: what was counted or placed for it must be what its own tables say.

extension JournalScan {
  /// Offices whose figures are not those of their submissions.
  public var wrongFigures: Int64 {
    get throws(JournalError) {
      try database.integer(
        """
        WITH counted AS (
          SELECT office, count(*) AS submissions, sum(fee_charged > tariff) AS above_tariff FROM request
          WHERE office != 0 GROUP BY office)
        SELECT count(*) FROM counted FULL JOIN office_figure AS figure ON figure.office = counted.office
        WHERE figure.submissions IS NOT counted.submissions OR figure.above_tariff IS NOT counted.above_tariff
        """)
    }
  }

  /// Offices that the spatial index has elsewhere, or that it knows alone.
  public var wrongPlaces: Int64 {
    get throws(JournalError) {
      try database.integer(
        """
        SELECT count(*) FROM (SELECT row, latitude, longitude FROM office WHERE latitude IS NOT NULL) AS placed
        FULL JOIN office_place AS place ON place.office = placed.row
        WHERE place.south IS NOT placed.latitude OR place.north IS NOT placed.latitude
          OR place.west IS NOT placed.longitude OR place.east IS NOT placed.longitude
        """)
    }
  }
}
